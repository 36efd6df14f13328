# shellcheck shell=bash
# Each scenario is one function; it fails by ending its process. SCENARIOS names it.
# Identities: the mme of the visited realm is the client, the server is at home, the agent (dra) is in transit.

mme=mme.visited.example
mme2=mme2.visited.example
server=server.home.example
dra=dra1.transit.example
from_visited='accept *.visited.example visited.example'

# Names in the order in which they run, each with its title.
# shellcheck disable=SC2034  # run uses it
SCENARIOS=(
  'checker|the checks themselves find a broken capture'
  'otp_to_agent|OTP client and OTP server connect to the agent: accounting and S6a'
  'agent_to_otp|the agent connects to OTP client and OTP server: accounting and S6a'
  'server_initiated|OTP server asks one of two OTP clients by Destination-Host: ASR, RAR, CLR'
  'fd_client|freeDiameter client, OTP server; either side connects'
  'fd_server|OTP client, freeDiameter server; either side connects'
  'fd_both|freeDiameter client, freeDiameter server: NAS and accounting'
  'otp_both_connect|the agent and OTP are to connect to each other: one connection stays'
  'fd_both_connect|the agent and freeDiameter are to connect to each other: one connection stays'
  'chain|client, agent, freeDiameter relay, agent, server: Route-Record grows hop by hop'
  'watchdog|watchdogs both ways with OTP and freeDiameter'
  'stop|SIGTERM: pending requests are answered, then every peer gets a DPR'
  'tls_otp|OTP client and OTP server over TLS 1.2 and 1.3, either side connects'
  'tls_fd|freeDiameter client and server over TLS, either side connects'
  'tls_identity|OTP with a valid certificate that names another peer is refused'
  'edits_otp|rules that change AVPs of requests and answers: OTP accepts them, tshark reads what was written'
  'edits_fd|the same with freeDiameter'
  'errors|error answers that OTP and freeDiameter understand: 3003, 3002'
)

# -- OTP ---------------------------------------------------------------------------------------------------------

scenario_otp_to_agent() {
  local long=100000
  capture_start
  relay dra $dra "$RELAY_PORT" "peer $server home.example" "$from_visited"
  otp server serve $server "connect:$RELAY_PORT"
  relay_open dra "$RELAY_PORT" $server
  otp client-acr call $mme "connect:$RELAY_PORT" acr 300 realm=home.example
  called client-acr
  otp client-ulr call $mme "connect:$RELAY_PORT" ulr 300 realm=home.example host=$server
  called client-ulr
  # longer than 64 KiB, which freeDiameter does not take
  if [ "$RELAY" = freediameter ]; then long=60000; fi
  otp client-long call $mme "connect:$RELAY_PORT" acr 20 realm=home.example pad=$long
  called client-long
  relay_counted "$RELAY_PORT" realmgate_requests_total $mme 620
  relay_counted "$RELAY_PORT" realmgate_answers_total $server 620
  stop_peer server
  relay_stop dra
  capture_stop
  capture_check "320:271:2001:$mme,$dra,$server" "300:316:2001:$mme,$dra,$server" "dpr:$server,$dra"
}

scenario_agent_to_otp() {
  capture_start
  otp server serve $server "listen:$SERVER_PORT"
  relay dra $dra "$RELAY_PORT" "connect $server home.example $SERVER_PORT" "connect $mme visited.example $CLIENT_PORT"
  relay_open dra "$RELAY_PORT" $server
  otp client-acr call $mme "listen:$CLIENT_PORT" acr 300 realm=home.example
  called client-acr
  otp client-ulr call $mme "listen:$CLIENT_PORT" ulr 300 realm=home.example
  called client-ulr
  relay_stop dra
  wait_log server "down $dra"
  stop_peer server
  capture_stop
  capture_check "300:271:2001:$mme,$dra,$server" "300:316:2001:$mme,$dra,$server" "dpr:$dra,$server"
}

scenario_server_initiated() {
  capture_start
  relay dra $dra "$RELAY_PORT" "peer $server home.example" "$from_visited"
  otp mme serve $mme "connect:$RELAY_PORT"
  otp mme2 serve $mme2 "connect:$RELAY_PORT"
  relay_open dra "$RELAY_PORT" $mme
  relay_open dra "$RELAY_PORT" $mme2
  otp asr call $server "connect:$RELAY_PORT" asr 100 realm=visited.example host=$mme
  called asr
  otp rar call $server "connect:$RELAY_PORT" rar 100 realm=visited.example host=$mme2
  called rar
  otp clr call $server "connect:$RELAY_PORT" clr 100 realm=visited.example host=$mme
  called clr
  stop_peer mme
  stop_peer mme2
  relay_stop dra
  capture_stop
  capture_check "100:274:2001:$server,$dra,$mme" "100:258:2001:$server,$dra,$mme2" "100:317:2001:$server,$dra,$mme"
}

# -- freeDiameter ------------------------------------------------------------------------------------------------

fd_client() {
  freediameter client $mme "$CLIENT_PORT" \
    "$(fd_role call "$1" "$2" 16 home.example)" "$(fd_connect_agent $dra "$RELAY_PORT")"
}

scenario_fd_client() {
  capture_start
  otp server serve $server "listen:$SERVER_PORT"
  relay dra $dra "$RELAY_PORT" "connect $server home.example $SERVER_PORT" "peer $mme visited.example"
  relay_open dra "$RELAY_PORT" $server
  fd_client acr 200
  called client
  relay_stop dra
  relay dra $dra "$RELAY_PORT" "connect $server home.example $SERVER_PORT" "connect $mme visited.example $CLIENT_PORT"
  relay_open dra "$RELAY_PORT" $server
  freediameter client $mme "$CLIENT_PORT" "$(fd_role call acr 200 16 home.example $server)" \
    "$(fd_accept $dra)" "$(fd_route_to $dra)"
  called client
  relay_stop dra
  stop_peer server
  capture_stop
  capture_check "400:271:2001:$mme,$dra,$server"
}

scenario_fd_server() {
  capture_start
  freediameter server $server "$SERVER_PORT" "$(fd_role serve)" "$(fd_accept $dra)"
  relay dra $dra "$RELAY_PORT" "connect $server home.example $SERVER_PORT" "$from_visited"
  relay_open dra "$RELAY_PORT" $server
  otp client call $mme "connect:$RELAY_PORT" acr 200 realm=home.example
  called client
  stop_peer server
  relay_stop dra
  relay dra $dra "$RELAY_PORT" "peer $server home.example" "$from_visited"
  freediameter server $server "$SERVER_PORT" "$(fd_role serve)" "$(fd_connect $dra "$RELAY_PORT")"
  relay_open dra "$RELAY_PORT" $server
  otp client call $mme "connect:$RELAY_PORT" acr 200 realm=home.example host=$server
  called client
  relay_stop dra
  stop_peer server
  capture_stop
  capture_check "400:271:2001:$mme,$dra,$server"
}

scenario_fd_both() {
  capture_start
  freediameter server $server "$SERVER_PORT" "$(fd_role serve)" "$(fd_accept $dra)"
  relay dra $dra "$RELAY_PORT" "connect $server home.example $SERVER_PORT" "$from_visited"
  relay_open dra "$RELAY_PORT" $server
  fd_client aar 200
  called client
  fd_client acr 200
  called client
  stop_peer server
  relay_stop dra
  capture_stop
  capture_check "200:265:2001:$mme,$dra,$server" "200:271:2001:$mme,$dra,$server" "dpr:$server,$dra"
}

scenario_otp_both_connect() {
  both_connect otp server serve $server "listen:$SERVER_PORT+connect:$RELAY_PORT"
}

scenario_fd_both_connect() {
  both_connect freediameter server $server "$SERVER_PORT" \
    "$(fd_role serve)" "$(fd_connect $dra "$RELAY_PORT")" "$(fd_accept $dra)"
}

# The agent is told to connect to a server that is told to connect to it (RFC 6733 5.6.4). Once the server is there
# first, once the agent is.
both_connect() {
  capture_start
  "$@"
  relay dra $dra "$RELAY_PORT" "connect $server home.example $SERVER_PORT" "$from_visited"
  connected_once
  stop_peer server
  wait_for 10 'the connection to be gone' no_connection
  "$@"
  connected_once
  stop_peer server
  relay_stop dra
  capture_stop
  capture_check "400:271:2001:$mme,$dra,$server" "open:2:$server,$dra" "again:$server" "again:$dra"
}

# OTP and the agent go on trying while they have a connection; what they try is refused, and short.
connected_once() {
  wait_for 20 'a connection between the agent and the server' a_connection
  stays 3 'a connection between the agent and the server' a_connection
  relay_open dra "$RELAY_PORT" $server
  otp client call $mme "connect:$RELAY_PORT" acr 200 realm=home.example
  called client
}

# by the port of the listening side
a_connection() { [ -n "$(ss -Htn state established "( sport = :$SERVER_PORT or sport = :$RELAY_PORT )")" ]; }
no_connection() { ! a_connection; }

# -- chain, watchdogs, errors ------------------------------------------------------------------------------------

scenario_chain() {
  local dra2=dra2.home.example dea=dea.home.example path expected
  path=$mme,$dra,$dea,$dra2,$server
  export INTEROP_LENIENT=1
  capture_start
  otp server serve $server "listen:$SERVER_PORT"
  relay dra2 $dra2 "$RELAY2_PORT" \
    "connect $server home.example $SERVER_PORT" "peer $dea home.example" "route visited.example $dea"
  relay_open dra2 "$RELAY2_PORT" $server
  freediameter dea $dea "$HUB_PORT" "$(fd_connect $dra2 "$RELAY2_PORT")" "$(fd_accept $dra)" "$(fd_route_to $dra)"
  wait_for 20 'the freeDiameter relay to open dra2' fd_open dea $dra2
  relay dra $dra "$RELAY_PORT" "connect $dea home.example $HUB_PORT" "$from_visited"
  relay_open dra "$RELAY_PORT" $dea
  otp client-acr call $mme "connect:$RELAY_PORT" acr 200 realm=home.example
  called client-acr
  otp client-ulr call $mme "connect:$RELAY_PORT" ulr 200 realm=home.example host=$server
  called client-ulr
  [ "$(grep -caF "route=$mme,$dra,$dea" "$RUN/server.log")" -eq 400 ] || fail 'the server does not see the whole route'
  expected=("200:271:2001:$path" "200:316:2001:$path" "fd:$dea")
  if [ "$RELAY" != otp ]; then
    chain_backwards
    expected+=("100:274:2001:$server,$dra2,$dea,$dra,$mme")
  fi
  relay_stop dra
  stop_peer dea
  relay_stop dra2
  if [ "$RELAY" = otp ]; then stop_peer server; fi
  capture_stop
  capture_check "${expected[@]}"
}

# The same way from the server to the client. OTP's relay has no routes for that.
chain_backwards() {
  otp mme serve $mme "connect:$RELAY_PORT"
  relay_open dra "$RELAY_PORT" $mme
  stop_peer server
  otp server-asr call $server "listen:$SERVER_PORT" asr 100 realm=visited.example host=$mme
  called server-asr
  stop_peer mme
}

# A watchdog is sent when nothing else was (RFC 3539): of two sides the one with the shorter timer asks. So one agent
# with a short timer has patient peers, and the other way round.
scenario_watchdog() {
  local dra2=dra2.transit.example server2=server2.home.example hss=hss.home.example hss2=hss2.home.example
  capture_start
  WATCHDOG=6 relay dra $dra "$RELAY_PORT" "peer $server home.example" "peer $hss home.example" "$from_visited"
  WATCHDOG=30 relay dra2 $dra2 "$RELAY2_PORT" "peer $server2 home.example" "peer $hss2 home.example" "$from_visited"
  INTEROP_WATCHDOG=30 otp server serve $server "connect:$RELAY_PORT"
  INTEROP_WATCHDOG=6 otp server2 serve $server2 "connect:$RELAY2_PORT"
  WATCHDOG=30 freediameter hss $hss "$SERVER_PORT" "$(fd_role serve)" "$(fd_connect $dra "$RELAY_PORT")"
  WATCHDOG=6 freediameter hss2 $hss2 "$HUB_PORT" "$(fd_role serve)" "$(fd_connect $dra2 "$RELAY2_PORT")"
  relay_open dra "$RELAY_PORT" $server
  relay_open dra2 "$RELAY2_PORT" $server2
  wait_for 30 'four connections with a watchdog' watched 4
  otp client call $mme "connect:$RELAY_PORT" acr 10 realm=home.example host=$server
  called client
  stop_peer server
  stop_peer server2
  stop_peer hss
  stop_peer hss2
  relay_stop dra
  relay_stop dra2
  capture_stop
  capture_check "10:271:2001:$mme,$dra,$server" \
    "dwr:$dra,$server" "dwr:$dra,$hss" "dwr:$server2,$dra2" "dwr:$hss2,$dra2"
}
watched() {
  [ "$(dissect "$RUN/wire.pcap" -Y 'diameter.cmd.code == 280 && diameter.flags.request == 0' -T fields -e tcp.stream \
    | sort -u | wc -l)" -ge "$1" ]
}

# All kinds of peers at the moment of SIGTERM: accepted and connected to, OTP and freeDiameter, busy and idle.
scenario_stop() {
  local hss=hss.home.example pending=50
  capture_start
  INTEROP_DELAY=1500 otp server serve $server "listen:$SERVER_PORT"
  relay dra $dra "$RELAY_PORT" "connect $server home.example $SERVER_PORT" "peer $hss home.example" "$from_visited"
  otp mme2 serve $mme2 "connect:$RELAY_PORT"
  freediameter hss $hss "$HUB_PORT" "$(fd_role serve)" "$(fd_connect $dra "$RELAY_PORT")"
  relay_open dra "$RELAY_PORT" $server
  relay_open dra "$RELAY_PORT" $mme2
  relay_open dra "$RELAY_PORT" $hss
  if [ "$RELAY" = agent ]; then # others drop what is pending
    otp client call $mme "connect:$RELAY_PORT" acr $pending window=$pending realm=home.example host=$server
    wait_for 20 'the requests to be with the server' requests_are server $pending
  else
    pending=0
  fi
  relay_stop dra
  if [ $pending -gt 0 ]; then called client; fi
  wait_log mme2 "down $dra"
  stop_peer mme2
  stop_peer hss
  stop_peer server
  capture_stop
  local expected=("dpr:$dra,$server" "dpr:$dra,$mme2" "dpr:$dra,$hss")
  if [ $pending -gt 0 ]; then expected+=("$pending:271:2001:$mme,$dra,$server"); fi
  capture_check "${expected[@]}"
}
requests_are() { [ "$(grep -ca '^request ' "$RUN/$1.log")" -eq "$2" ]; }

scenario_errors() {
  local unknown_realm=3003
  if [ "$RELAY" != agent ]; then unknown_realm=3002; fi
  capture_start
  relay dra $dra "$RELAY_PORT" "peer $server home.example" "$from_visited"
  otp server serve $server "connect:$RELAY_PORT"
  relay_open dra "$RELAY_PORT" $server
  otp unknown call $mme "connect:$RELAY_PORT" acr 20 realm=nowhere.example expect=$unknown_realm
  called unknown
  stop_peer server
  otp down call $mme "connect:$RELAY_PORT" acr 20 realm=home.example expect=3002
  called down
  fd_client acr 20
  finish client 30 || true
  grep -qa '^called acr: 0 of 20' "$RUN/client.log" || fail 'freeDiameter was not answered with errors'
  [ "$(grep -ca 'FAIL acr: Result-Code is not 2001' "$RUN/client.log")" -eq 20 ] || fail 'freeDiameter saw other errors'
  relay_stop dra
  capture_stop
  if [ "$RELAY" = agent ]; then
    capture_check "20:271:3003:$mme,$dra" "40:271:3002:$mme,$dra"
  else
    capture_check "60:271:3002:$mme,$dra"
  fi
}

# -- TLS ---------------------------------------------------------------------------------------------------------

# otp_tls NAME serve|call IDENTITY ...: `otp` with a certificate for IDENTITY
otp_tls() {
  certificate "$1" "$3"
  INTEROP_TLS=$BUILD/tls/$1 otp "$@"
}

scenario_tls_otp() {
  need_agent
  export INTEROP_TLS_VERSION=1.3
  relay dra $dra "$RELAY_PORT" "tls-connect $server home.example $SERVER_PORT" 'tls-accept *.visited.example visited.example'
  otp_tls server serve $server "tls-listen:$SERVER_PORT"
  relay_open dra "$RELAY_PORT" $server
  relay_has_tls "$RELAY_PORT" $server TLSv1.3
  otp_tls client-acr call $mme "tls-connect:$TLS_PORT" acr 300 realm=home.example
  called client-acr
  otp_tls client-long call $mme "tls-connect:$TLS_PORT" acr 20 realm=home.example pad=100000
  called client-long
  stop_peer server
  INTEROP_TLS_VERSION=1.2 otp_tls server serve $server "tls-listen:$SERVER_PORT"
  relay_open dra "$RELAY_PORT" $server
  relay_has_tls "$RELAY_PORT" $server TLSv1.2
  INTEROP_TLS_VERSION=1.2 otp_tls client-ulr call $mme "tls-connect:$TLS_PORT" ulr 300 realm=home.example
  called client-ulr
  relay_counted "$RELAY_PORT" realmgate_requests_total $mme 620
  relay_stop dra
  stop_peer server
}

scenario_tls_fd() {
  need_agent
  relay dra $dra "$RELAY_PORT" "tls-connect $server home.example $SERVER_PORT" 'tls-accept *.visited.example visited.example'
  freediameter_tls server $server "$SERVER_PORT" "$(fd_role serve)" "$(fd_accept_tls $dra)"
  relay_open dra "$RELAY_PORT" $server
  relay_has_tls "$RELAY_PORT" $server TLSv1.3
  freediameter_tls client $mme "$CLIENT_PORT" \
    "$(fd_role call acr 200 16 home.example)" "$(fd_connect_tls $dra "$TLS_PORT")" "$(fd_route_to $dra)"
  called client
  relay_counted "$RELAY_PORT" realmgate_requests_total $mme 200
  stop_peer server
  relay_stop dra
}

# OTP believes any valid certificate and so must be kept from using one for two names.
scenario_tls_identity() {
  need_agent
  relay dra $dra "$RELAY_PORT" "tls-connect $server home.example $SERVER_PORT" 'tls-accept *.visited.example visited.example'
  certificate liar $mme2
  INTEROP_TLS=$BUILD/tls/liar start liar erlang interop_peer main serve $mme "tls-connect:$TLS_PORT"
  wait_for 20 'the client with another name to be refused' relay_refused "$RELAY_PORT" identity
  logged dra "names [$mme2] and not $mme" || fail 'the log does not say why'
  INTEROP_TLS=$BUILD/tls/liar start false-server erlang interop_peer main serve $server "tls-listen:$SERVER_PORT"
  wait_log dra "names [$mme2] and not $server"
  logged liar "up $dra" && fail 'the client with another name is up'
  logged false-server "up $dra" && fail 'the server with another name is up'
  stop_peer liar
  stop_peer false-server
  relay_stop dra
}

# The others have no such listener in this rig.
need_agent() {
  if [ "$RELAY" != agent ]; then
    echo 'note: only with our agent'
    exit 0
  fi
}

# -- the checks --------------------------------------------------------------------------------------------------

# A watchdog request whose second AVP claims more bytes than there are must be reported, the sound one must not.
scenario_checker() {
  local head='01 00 00 34 80 00 01 18 00 00 00 00 00 00 00 01 00 00 00 01'
  local host='00 00 01 08 40 00 00 0f 61 2e 62 2e 63 2e 64 00' realm='00 00 01 28 40 00 00 0f 62 2e 63 2e 64 2e 65 00'
  printf '0000 %s %s %s\n' "$head" "$host" "$realm" > "$RUN/sound.hex"
  printf '0000 %s %s %s\n' "$head" "$host" "${realm/00 00 0f/00 01 0f}" > "$RUN/broken.hex"
  text2pcap -q -T "$CLIENT_PORT,$RELAY_PORT" "$RUN/sound.hex" "$RUN/sound.pcap" > /dev/null 2>&1
  text2pcap -q -T "$CLIENT_PORT,$RELAY_PORT" "$RUN/broken.hex" "$RUN/broken.pcap" > /dev/null 2>&1
  [ -n "$(dissect "$RUN/sound.pcap" -Y diameter)" ] || fail 'tshark does not read Diameter on our ports'
  [ -z "$(dissection "$RUN/sound.pcap")" ] || fail 'a sound message is reported'
  [ -n "$(dissection "$RUN/broken.pcap")" ] || fail 'a malformed message is not reported'
  (erlang interop_capture_test main) || fail 'the check of the hops lets something pass'
}
