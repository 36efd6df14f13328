# shellcheck shell=bash
# The agent under test. RELAY=agent is ours; RELAY=freediameter and RELAY=otp put others in its place, to
# prove the rig.

# relay NAME IDENTITY PORT ENTRY...
#   "connect IDENTITY REALM PORT"   it connects to this peer
#   "tls-connect IDENTITY REALM PORT"   the same by TLS
#   "peer IDENTITY REALM"           this peer connects to it
#   "tls-accept PATTERN REALM"      so do peers whose identity fits, by TLS only
#   "accept PATTERN REALM"          so do peers whose identity fits the pattern
#   "rule { … }"                    a rule, before those of routes (our agent only)
#   "route REALM IDENTITY"          requests for this realm go through this peer (not with RELAY=otp)
relay() {
  local name=$1 identity=$2 port=$3
  shift 3
  wait_for 10 "port $port to be free" is_free "$port"
  "relay_$RELAY" "$name" "$identity" "$port" "$@"
}

relay_agent() {
  local name=$1 identity=$2 port=$3 entry kind peer realm to peers='' accept='' rules='' tls='' tls_listener=''
  shift 3
  for entry in "$@"; do
    read -r kind peer realm to <<< "$entry"
    case $kind in
      connect) peers+="  { identity = \"$peer\", realm = \"$realm\", connect = \"tcp://127.0.0.1:$to\" }"$'\n' ;;
      tls-connect)
        peers+="  { identity = \"$peer\", realm = \"$realm\", connect = \"tls://127.0.0.1:$to\", tls = rig }"$'\n'
        ;;
      tls-accept)
        accept+="  { identity = \"$peer\", realm = \"$realm\", tls = rig }"$'\n'
        ;;
      peer) peers+="  { identity = \"$peer\", realm = \"$realm\" }"$'\n' ;;
      accept) accept+="  { identity = \"$peer\", realm = \"$realm\", from = [ \"127.0.0.0/8\" ] }"$'\n' ;;
      rule) rules+="  ${entry#rule }"$'\n' ;;
      route)
        rules+="  { name = \"$peer\", match { destination-realm = \"$peer\" }, action = relay, to = \"$realm\" }"$'\n'
        ;;
    esac
  done
  if [[ "$*" == *tls-* ]]; then
    certificate "$name" "$identity"
    tls_listener=", { transport = tls, host = \"127.0.0.1\", port = $TLS_PORT, tls = rig }"
    tls="tls.rig { certificate = \"$BUILD/tls/$name/cert.pem\", key = \"$BUILD/tls/$name/key.pem\""
    tls+=", trust = \"$BUILD/tls/$name/ca.pem\" }"
  fi
  mkdir -p "$RUN/$name"
  cat > "$RUN/$name/agent.conf" << CONF
agent {
  identity = "$identity"
  realm    = "${identity#*.}"
  listen   = [ { transport = tcp, host = "127.0.0.1", port = $port }$tls_listener ]
  $tls
  timers   { watchdog = ${WATCHDOG}s, reconnect = 1s, request = 5s }
  admin    { host = 127.0.0.1, port = $(admin_port "$port") }
}
CONF
  printf 'peers = [\n%s]\naccept = [\n%s]\n' "$peers" "$accept" > "$RUN/$name/peers.conf"
  if [ -n "$rules" ]; then
    mkdir -p "$RUN/$name/rules"
    printf 'rules = [\n%s]\n' "$rules" > "$RUN/$name/rules/10-interop.conf"
  fi
  start "$name" "$ROOT/scripts/agent" run --config "$RUN/$name/agent.conf"
  wait_for 30 "$name to be ready" ready_or_over "$name" "$port"
  is_running "$name" || fail "$name did not start"
}

relay_freediameter() {
  local name=$1 identity=$2 port=$3 entry kind peer realm to accept=() lines=()
  shift 3
  for entry in "$@"; do
    read -r kind peer realm to <<< "$entry"
    case $kind in
      connect) lines+=("$(fd_connect "$peer" "$to")") ;;
      peer | accept) accept+=("$peer") ;;
      route) lines+=("$(fd_route_to "$realm")") ;;
    esac
  done
  if [ ${#accept[@]} -gt 0 ]; then lines+=("$(fd_accept "${accept[@]}")"); fi
  freediameter "$name" "$identity" "$port" "${lines[@]}"
}

relay_otp() {
  local name=$1 identity=$2 port=$3 entry kind to connect=()
  shift 3
  for entry in "$@"; do
    read -r kind _ _ to <<< "$entry"
    if [ "$kind" = connect ]; then connect+=("$to"); fi
  done
  INTEROP_WATCHDOG=$WATCHDOG start "$name" erlang interop_relay main "$identity" "$port" "${connect[@]}"
  wait_log "$name" "ready $identity $port"
}

admin_port() { echo $(($1 + 10)); }

ready_or_over() {
  is_over "$1" || { is_listening "$2" && http_get "$(admin_port "$2")" /ready | head -n 1 | grep -q ' 200 '; }
}

# relay_open NAME PORT IDENTITY: waits until the relay has this peer open, as it says itself.
relay_open() {
  wait_for 20 "$1 to have $3 open" "is_open_$RELAY" "$@"
}
is_open_freediameter() { fd_open "$1" "$3"; }
is_open_otp() { logged "$1" "up $3"; }
is_open_agent() {
  http_get "$(admin_port "$2")" /v1/peers | tr -d ' \r\n' | tr '{' '\n' \
    | grep -F "\"identity\":\"$3\"" | grep -qi '"state":"open"'
}

# relay_has_tls PORT IDENTITY VERSION: our agent's connection with this peer is secured by this version of TLS.
relay_has_tls() {
  http_get "$(admin_port "$1")" "/v1/peers/$2" | tr -d ' \r\n' | grep -qF "\"version\":\"$3\"" \
    || fail "$2 is not connected by $3"
}

# relay_refused PORT REASON: our agent has refused connections for this reason.
relay_refused() {
  http_get "$(admin_port "$1")" /metrics | grep -F "realmgate_tls_refused_total{reason=\"$2\"" | grep -qv ' 0.0'
}

# relay_counted PORT METRIC PEER COUNT: does our agent's counter say so?
relay_counted() {
  local counted
  [ "$RELAY" = agent ] || return 0
  counted=$(http_get "$(admin_port "$1")" /metrics | grep -F "peer=\"$3\"" \
    | awk -v start="$2{" 'index($0, start) == 1 { sum += $NF } END { print sum + 0 }')
  [ "$counted" -eq "$4" ] || fail "$2 of $3 is $counted, not $4"
}

# relay_stop NAME: SIGTERM; it drains and exits 0.
relay_stop() {
  local status=0
  if [ "$RELAY" != agent ]; then
    stop_peer "$1"
    return
  fi
  stop "$1" 20 || status=$?
  [ "$status" -eq 0 ] || fail "$1 ended with exit status $status after SIGTERM"
}
