# shellcheck shell=bash
# Who plays: the client (our simulator), the agent, and two servers hss1 and hss2.

dra=dra1.transit.example
mme=mme1.visited.example

# timers of the agent, in milliseconds, far shorter than anybody's in production
TW=1000 TC=1000 ATTEMPT=300 DEADLINE=5000 REOPEN_AFTER=3 EJECTED=4000

identity() { echo "hss$1.home.example"; }

# certificates: one for the agent and one for each server, all of the rig's own authority.
certificates() {
  certificate dra "$dra"
  certificate hss1 "$(identity 1)"
  certificate hss2 "$(identity 2)"
}

# server N: starts it, as it is cast. What an earlier one logged is kept, however many there were.
server() {
  local kind
  if [ -e "$RUN/hss$1.log" ]; then cat "$RUN/hss$1.log" >> "$RUN/hss$1.before.log"; fi
  case $CAST:$1 in
    real:1) kind=otp ;;
    real:2) kind=freediameter ;;
    simulated:*) kind=simulator ;;
    *) fail "CAST is real or simulated, not $CAST" ;;
  esac
  "server_$kind" "$1"
}

server_otp() {
  INTEROP_TLS=$BUILD/tls/hss$1 INTEROP_LENIENT=1 INTEROP_ADDRESS="10.99.$1.2" INTEROP_WATCHDOG=$WATCHDOG \
    start "hss$1" in_namespace "$1" erl +S 2:2 +sbwt none -noshell -noinput -pa "$BUILD" \
    -run interop_peer main serve "$(identity "$1")" "${TLS:+tls-}listen:$SERVER_PORT"
  wait_log "hss$1" 'ready'
}

server_freediameter() {
  local role
  role=$(fd_role serve)
  if [ -n "$TLS" ]; then
    FD_PLAIN_PORT=0 FD_TLS_PORT=$SERVER_PORT FD_TLS=$BUILD/tls/hss$1 FD_CA=ca.pem \
      freediameter_conf "$(identity "$1")" "$SERVER_PORT" "$role" "$(fd_accept_tls "$dra")" > "$RUN/hss$1.conf"
  else
    freediameter_conf "$(identity "$1")" "$SERVER_PORT" "$role" "$(fd_accept "$dra")" > "$RUN/hss$1.conf"
  fi
  start "hss$1" in_namespace "$1" freeDiameterd -c "$RUN/hss$1.conf"
  wait_log "hss$1" 'daemon initialized'
}

server_simulator() {
  local files=$BUILD/tls/hss$1
  # shellcheck disable=SC2086 # words, or none
  start "hss$1" in_namespace "$1" "$ROOT/scripts/agent" simulate server --identity "$(identity "$1")" \
    --listen "0.0.0.0:$SERVER_PORT" --watchdog "$WATCHDOG" \
    ${TLS:+--tls-certificate "$files/cert.pem" --tls-key "$files/key.pem" --tls-trust "$files/ca.pem"}
  wait_log "hss$1" 'listens on'
}

# peers NAME...: peers.conf with these servers.
peers() {
  local n scheme=tcp tls=''
  if [ -n "$TLS" ]; then scheme=tls tls=', tls = rig'; fi
  {
    echo 'peers = ['
    for n in "$@"; do
      echo "  { identity = $(identity "$n"), realm = home.example, connect = \"$scheme://10.99.$n.2:$SERVER_PORT\"$tls }"
    done
    echo ']'
    echo 'accept = [ { identity = "*.visited.example", realm = visited.example } ]'
    printf 'groups { hss { select = weighted, members = ['
    for n in "$@"; do printf ' { peer = %s, priority = 1, weight = 1 },' "$(identity "$n")"; done
    echo ' ] } }'
  } > "$RUN/conf/peers.conf.new"
  mv "$RUN/conf/peers.conf.new" "$RUN/conf/peers.conf"
}

agent() {
  local tls='' files=$BUILD/tls/dra
  mkdir -p "$RUN/conf/rules"
  if [ -n "$TLS" ]; then
    tls="tls.rig { certificate = \"$files/cert.pem\", key = \"$files/key.pem\", trust = \"$files/ca.pem\" }"
  fi
  cat > "$RUN/conf/agent.conf" << CONF
agent {
  identity = $dra
  realm    = transit.example
  listen   = [ { transport = tcp, host = "127.0.0.1", port = $AGENT_PORT } ]
  $tls
  timers   { watchdog = ${TW}ms, reconnect = ${TC}ms, request = ${DEADLINE}ms, handshake = 2s }
  reopen-after = $REOPEN_AFTER
  ejection { time = 1s, longest = ${EJECTED}ms }
  admin    { host = 127.0.0.1, port = $ADMIN_PORT }
}
CONF
  cat > "$RUN/conf/rules/50-home.conf" << CONF
rules = [
  { name = "subscriber data", match { application = S6a }, action = relay, to = hss
    retry { on = [peer-lost, 3004, timeout], attempt-timeout = ${ATTEMPT}ms, deadline = ${DEADLINE}ms } }
  { name = "charging", match { application = [Rf, Gy] }, action = relay, to = hss }
]
CONF
  peers 1 2
  start agent "$ROOT/scripts/agent" run --config "$RUN/conf/agent.conf"
  wait_for 30 'the agent to be ready' agent_ready_or_over
  is_running agent || fail 'the agent did not start'
}

# warm_up: a tenth of the load for two seconds, on Java processes that have just begun.
warm_up() {
  start warm-up "$ROOT/scripts/agent" simulate client --identity mme2.visited.example \
    --connect "127.0.0.1:$AGENT_PORT" --send ULR,ACR-START --rate $((RATE / 10)) --count $((RATE / 10)) --quiet
  finish warm-up 30 || fail 'the first requests were not answered'
}

# client: an open loop, so many requests a second whatever becomes of them, until it is told to end.
client() {
  local requests=ULR,ACR-START
  if [ "$CAST" = simulated ]; then requests=ULR,ACR-START,Gy/CCR-I; fi
  start client "$ROOT/scripts/agent" simulate client --identity $mme --connect "127.0.0.1:$AGENT_PORT" \
    --send "$requests" --rate "$RATE" --count 0 --window 100000 --quiet
  wait_log client 'connected to'
}

# by the agent's own word, for each server
has_tls() {
  local n
  for n in 1 2; do
    http_get "$ADMIN_PORT" "/v1/peers/$(identity "$n")" | tr -d ' \r\n' | grep -qF '"version":"TLSv1' \
      || fail "$(identity "$n") is not connected by TLS"
  done
}

is_open() { [ "$(metric realmgate_peer_open "peer=\"$(identity "$1")\"")" -eq 1 ]; }
answers_of() { metric realmgate_answers_total "peer=\"$(identity "$1")\""; }
