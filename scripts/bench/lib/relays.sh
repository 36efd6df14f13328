# shellcheck shell=bash
# The relays: each listens on PORT of 127.0.0.1, admits the peers of the generator, relays by Destination-Realm, logs nothing.
# PIN is the command that binds a relay to its processor.

RELAY_CONFIGURATION=$HERE/relays
INTEROP=$HERE/../interop

# prepare_relays: what takes time and is the same for all runs.
prepare_relays() {
  mkdir -p "$RUN/agent/rules"
  sed "s/@PORT@/$PORT/; s/@ADMIN_PORT@/$ADMIN_PORT/" "$RELAY_CONFIGURATION/agent.conf.in" > "$RUN/agent/agent.conf"
  cp "$RELAY_CONFIGURATION/peers.conf" "$RUN/agent/"
  erlc -o "$RUN" "$RELAY_CONFIGURATION/bench_relay.erl"
  gcc -O1 -shared -fPIC -o "$RUN/bind127.so" "$INTEROP/freediameter/bind127.c" -ldl
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=relay.transit.example \
    -keyout "$RUN/key.pem" -out "$RUN/cert.pem" 2> /dev/null
  cp "$RELAY_CONFIGURATION/acl_wl.conf" "$RUN/"
  sed "s|@PORT@|$PORT|; s|@RUN@|$RUN|g" "$RELAY_CONFIGURATION/freediameter.conf.in" > "$RUN/freediameter.conf"
  prepare_tls
}

start_relay() {
  start relay "${PIN[@]}" "$@"
  wait_for 30 "a relay to listen: $*" listening_or_ended
  if is_over relay; then
    tail -n 5 "$RUN/relay.log" >&2
    fail "the relay ended at once: $*"
  fi
}

listening_or_ended() {
  is_over relay || [ -n "$(ss -Hltn "sport = :$PORT")" ]
}

start_agent() { start_rules agent; }

# start_rules DIRECTORY: the agent with the files there; a table of a million rows takes a while to read.
start_rules() { start_relay "$ROOT/scripts/agent" run --config "$RUN/$1/agent.conf"; }

start_freediameter() { run_freediameter freediameter.conf; }

run_freediameter() {
  start_relay env LD_PRELOAD="$RUN/bind127.so" freeDiameterd -q -q -c "$RUN/$1"
}

start_otp() {
  start_relay env ERL_CRASH_DUMP_SECONDS=0 erl -noshell -noinput -pa "$RUN" -run bench_relay main "$PORT"
}

# start_haproxy [TLS]: the options of TLS, for the side of the clients as for that of the servers.
start_haproxy() {
  local server tls=${1:-}
  {
    sed "s|@PORT@|$PORT|; s|@TLS@|$tls|" "$RELAY_CONFIGURATION/haproxy.cfg.in"
    for ((server = 0; server < SERVERS; server++)); do
      echo "    server s$server 127.0.0.1:$((SERVERS_PORT + server))$tls"
    done
  } > "$RUN/haproxy.cfg"
  start_relay env PATH="$PATH:/usr/sbin" haproxy -db -q -f "$RUN/haproxy.cfg"
}

start_floor() { start_relay "${FLOOR:?names no program}" "$PORT"; }

# relay_pid: every one of them is the process that was started: taskset, env and scripts/agent become what they run.
relay_pid() { echo "${PIDS[relay]}"; }

# stop_relay RELAY: the agent has to end well; how the others end is their affair.
stop_relay() {
  if is_agent "$1"; then
    stop relay || fail "the agent ended with exit status $?"
  else
    stop_quietly
  fi
  wait_for 10 "port $PORT to be free" port_is_free
}

is_agent() { [[ $1 = agent || $1 = rules-* ]]; }

stop_quietly() {
  kill -TERM "${PIDS[relay]}" 2> /dev/null || true
  local deadline=$((SECONDS + 3))
  while is_running relay && ((SECONDS < deadline)); do sleep 0.05; done
  kill -KILL "${PIDS[relay]}" 2> /dev/null || true
  wait "${PIDS[relay]}" 2> /dev/null || true
  unset 'PIDS[relay]'
}

port_is_free() { [ -z "$(ss -Hltn "sport = :$PORT")" ]; }
