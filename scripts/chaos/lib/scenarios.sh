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
)

# Where the connection is lost, nobody fails. Where the server comes back to life with the old connection in mind, it owes
# its own watchdog some answers first (RFC 3539 REOPEN) and throws requests away until then, OTP for one; those that charge
# are not sent again for that, so they may fail, and are counted.
scenario_kill() { scene start_again kill_now 1; }
scenario_pause() { scene resume pause 0.8; }
scenario_stop() { CHARGING=lenient scene resume pause 5; }
scenario_restart() { scene start_again end_in_order 0.5; }
scenario_dismiss() { scene take_back dismiss 1; }
scenario_link() { CHARGING=lenient scene link_mend link_cut 5; }
scenario_blackhole() { CHARGING=lenient scene blackhole_mend blackhole_cut 5; }
scenario_oneway() { CHARGING=lenient scene oneway_mend oneway_cut 5; }

# scene MEND FAULT SECONDS: FAULT to each server in turn, MEND after so many seconds.
scene() {
  local n
  server 1
  server 2
  capture_start
  agent
  wait_for 20 'both servers to be open' both_open
  client
  sleep "$WARM_UP"
  for n in 1 2; do
    "$2" "$n"
    sleep "$3"
    "$1" "$n"
    recovered "$n" "$2"
    sleep 0.5
  done
  end
}
both_open() { is_open 1 && is_open 2; }

kill_now() {
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
# and the watchdog answers that the agent wants to see first (RFC 3539 REOPEN).
recovered() {
  local started bound=$((2 * WATCHDOG * 1000 + 2 * (TC + 2000) + REOPEN_AFTER * TW * 11 / 10 + 2000)) before took
  started=$(date +%s%N)
  before=$(answers_of "$1")
  wait_for $((bound / 1000)) "server $1 to get requests again" answers_rise "$1" $((before + RATE / 4))
  took=$((($(date +%s%N) - started) / 1000000))
  echo "note: $2 $(identity "$1"): back in service after $took ms (bound $bound ms)"
}
answers_rise() { [ "$(answers_of "$1")" -ge "$2" ]; }

# The load ends, nothing is pending, everything is accounted for, the agent parts in order.
end() {
  local status=0
  kill -TERM "${PIDS[client]}"
  finish client 30 || status=$?
  sed -n '/ sent, /,$p' "$RUN/client.log" | sed 's/^/client: /'
  wait_for 10 'nothing to be pending' nothing_pending
  stop agent 20 || fail 'the agent did not exit with 0'
  stop_peer hss1
  stop_peer hss2
  capture_stop
  account
  [ "$status" -eq 0 ] || [ "${CHARGING:-strict}" = lenient ] || fail "the client ended with exit status $status"
}
nothing_pending() { [ "$(metric realmgate_pending_requests)" -eq 0 ]; }
