# shellcheck shell=bash
# An agent and what is asked of it, for the measurements of its limits. Sets ROOT, RUN and the ports.

FIRST_PORT=${BENCH_FIRST_PORT:-25860}
PORT=$FIRST_PORT ADMIN_PORT=$((FIRST_PORT + 1))

# shellcheck source=../../lib.sh
. "$HERE/../lib.sh"
# shellcheck source=../../interop/lib/common.sh
. "$HERE/../interop/lib/common.sh"
# shellcheck source=../../chaos/lib/metrics.sh
. "$HERE/../chaos/lib/metrics.sh"

# prepare: the agent as it is in this checkout, and a directory that goes when this ends.
prepare() {
  need_build_tools
  if is_stale; then build; fi
  RUN=$(mktemp -d "${TMPDIR:-/tmp}/realmgate-bench.XXXXXX")
  trap 'stop_all; rm -rf "$RUN"' EXIT
  trap 'exit 130' INT TERM
}

# need_files N: two ends of so many connections are files of two processes, and each may have so many.
need_files() {
  ulimit -n "$(ulimit -Hn)"
  if [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt "$1" ]; then
    fail "needs $1 open files, the limit is $(ulimit -Hn)"
  fi
}

# start_agent [SETTING]...: admits *.visited.example, *.home.example and *.silent.example; PIN, if set, binds it to a processor.
start_agent() {
  mkdir -p "$RUN/conf"
  cat > "$RUN/conf/agent.conf" << CONF
agent {
  identity = relay.transit.example
  realm    = transit.example
  listen   = [ { transport = tcp, host = "127.0.0.1", port = $PORT } ]
  timers   { request = 55s, handshake = 60s }
  limits   { connections-per-address = 100000, connections-not-open = 20000, pattern-peers = 100000 }
  admin    { host = "127.0.0.1", port = $ADMIN_PORT }
}
CONF
  printf '%s\n' "$@" >> "$RUN/conf/agent.conf"
  [ -f "$RUN/conf/peers.conf" ] || cat > "$RUN/conf/peers.conf" << 'CONF'
accept = [
  { identity = "*.visited.example", realm = visited.example }
  { identity = "*.home.example", realm = home.example }
  { identity = "*.silent.example", realm = silent.example }
]
CONF
  start agent "${PIN[@]}" "$ROOT/scripts/agent" run --config "$RUN/conf/agent.conf"
  wait_for 60 'the agent to be ready' agent_ready_or_over
  is_running agent || fail "the agent did not start: $(tail -n 3 "$RUN/agent.log")"
}
PIN=(env)

# resident: KiB of the agent.
resident() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/${PIDS[agent]}/status"; }

# are_connected N: connections to the agent. A scrape of so many peers would itself take time and memory, so it is asked nothing.
are_connected() { [ "$(ss -Htn state established "( sport = :$PORT )" | wc -l)" -ge "$1" ]; }

# is_quiet: the agent takes less than a tenth of a processor for a second.
is_quiet() {
  local before
  before=$(ticks)
  sleep 1
  [ $(($(ticks) - before)) -lt 10 ]
}
ticks() { awk '{ print $14 + $15 }' "/proc/${PIDS[agent]}/stat"; }
