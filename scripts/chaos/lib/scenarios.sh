# shellcheck shell=bash
# Each scenario does one thing to one server and then to the other, while the load goes on; it fails by ending its process.

# Names in the order in which they run, each with its title.
# shellcheck disable=SC2034  # run uses it
SCENARIOS=(
  'kill|a server is killed (-9) and started again'
  'pause|a server is stopped (SIGSTOP) for less than the watchdog takes, and goes on'
  'stop|a server is stopped (SIGSTOP) until its connection is given up, and goes on'
  'restart|a server ends in order, with a DPR, and is started again'
  'dismiss|the agent is told by a reload to part from a server (DPR), and to take it back'
  'link|the cable of a server is pulled and put back'
  'blackhole|nothing reaches a server any more, and nobody is told'
  'oneway|a server gets the requests, its answers are lost'
  'random|any of these, one after the other, in any order'
)

# Where the connection is lost, nobody fails. Where the server comes back to life with the old connection in mind, it owes
# its own watchdog some answers first (RFC 3539 REOPEN) and throws requests away until then, OTP for one; those that charge
# are not sent again for that, so they may fail, and are counted. Nothing may be left in the buffers of a connection that was
# given up (LATE); but without a cable the system keeps some packets itself until it can ask for the address again.
scenario_kill() { scene 2 start_again kill_now 1; }
scenario_pause() { scene 1 resume pause 0.8; }
scenario_stop() { CHARGING=lenient LATE=none scene 2 resume pause 5; }
scenario_restart() { scene 1 start_again end_in_order 0.5; }
scenario_dismiss() { scene 2 take_back dismiss 1; }
scenario_link() { CHARGING=lenient scene 2 link_mend link_cut 5; }
scenario_blackhole() { CHARGING=lenient LATE=none scene 2 blackhole_mend blackhole_cut 5; }
scenario_oneway() { CHARGING=lenient LATE=none scene 1 oneway_mend oneway_cut 5; }

# For FAULT_SECONDS, in an order that SEED decides.
scenario_random() {
  local seed=${SEED:-$$} last n what
  local -a faults=('start_again kill_now' 'resume pause' 'start_again end_in_order' 'take_back dismiss'
    'link_mend link_cut' 'blackhole_mend blackhole_cut' 'oneway_mend oneway_cut')
  RANDOM=$seed
  CHARGING=lenient
  echo "note: SEED=$seed repeats the order of this run"
  begin
  last=$((SECONDS + FAULT_SECONDS))
  while ((SECONDS < last)); do
    n=$((1 + RANDOM % 2))
    read -r -a what <<< "${faults[RANDOM % ${#faults[@]}]}"
    fault "${what[@]}" "$((RANDOM % 5)).$((RANDOM % 10))" "$n"
  done
  end
}

# scene N MEND FAULT SECONDS: FAULT to each server in turn, MEND after so many seconds; with SHORT to server N alone.
scene() {
  local only=$1 n
  shift
  begin
  for n in 1 2; do
    if [ -z "${SHORT:-}" ] || [ "$n" -eq "$only" ]; then fault "$@" "$n"; fi
  done
  end
}

begin() {
  server 1
  server 2
  if captures; then capture_start; fi
  agent
  wait_for 20 'both servers to be open' both_open
  if [ -n "$TLS" ]; then has_tls; fi
  warm_up
  client
  sleep "$WARM_UP"
}

# fault MEND FAULT SECONDS N
fault() {
  "$2" "$4"
  sleep "$3"
  "$1" "$4"
  recovered "$4" "$2"
  sleep 0.5
}
both_open() { is_open 1 && is_open 2; }

kill_now() {
  if [ "$CAST:$1" = real:1 ]; then LOGS=lossy; fi # Erlang writes what it logs some time later
  kill -KILL "${PIDS[hss$1]}"
  finish "hss$1" 5 || true
}
start_again() { server "$1"; }
pause() { kill -STOP "${PIDS[hss$1]}"; }
resume() { kill -CONT "${PIDS[hss$1]}"; }
end_in_order() { stop_peer "hss$1"; }
dismiss() {
  peers $((3 - $1))
  kill -HUP "${PIDS[agent]}"
}
take_back() {
  peers 1 2
  kill -HUP "${PIDS[agent]}"
}

# recovered N WHAT: requests go to server N again, and how long that took from when it could be reached. The bound: what
# the server itself needs to give the old connection up (its watchdog), an attempt to connect under way and one more,
# the watchdog answers that the agent wants to see first (RFC 3539 REOPEN), and an ejection, if it does not answer requests.
recovered() {
  local started bound=$((2 * WATCHDOG * 1000 + 2 * (TC + 2000) + REOPEN_AFTER * TW * 11 / 10 + EJECTED * 5 / 4 + 2000)) before took
  started=$(date +%s%N)
  before=$(answers_of "$1")
  wait_for $((bound / 1000)) "server $1 to get requests again" answers_rise "$1" $((before + RATE / 4))
  took=$((($(date +%s%N) - started) / 1000000))
  echo "note: $2 $(identity "$1"): back in service after $took ms (bound $bound ms)"
}
answers_rise() { [ "$(answers_of "$1")" -ge "$2" ]; }

# The load ends, nothing is pending, everything is accounted for, the agent parts in order.
end() {
  kill -TERM "${PIDS[client]}"
  finish client 30 || true
  sed -n '/ sent, /,/^waited/p' "$RUN/client.log" | sed 's/^/client: /'
  wait_for 10 'nothing to be pending' nothing_pending
  stop agent 20 || fail 'the agent did not exit with 0'
  stop_peer hss1
  stop_peer hss2
  client_account
  if captures; then
    capture_stop
    account
  fi
}
nothing_pending() { [ "$(metric realmgate_pending_requests)" -eq 0 ]; }
