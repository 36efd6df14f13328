# shellcheck shell=bash
# What was captured on the agent's three sides, and whether it is as it has to be. With TLS only the client's side can be
# read; of what the servers got their logs remain.

# A capture of more than some minutes cannot be held in memory; then only the client's own account says what became of
# its requests.
captures() { ((FAULT_SECONDS <= 180)); }
SIDES='lo hss1 hss2'
if [ -n "$TLS" ]; then SIDES=lo; fi

# client_account: what the client itself counted.
client_account() {
  local wrong
  grep -qE '^[1-9][0-9]* sent, .* 0 not, 0 twice, 0 late or unasked$' "$RUN/client.log" \
    || fail 'the client was not answered exactly once'
  wrong=$(grep -E '^[A-Za-z0-9]+/[^ ]+ +\{' "$RUN/client.log" | grep -vE '\{2001=[0-9]+\}$' || true)
  if [ "${CHARGING:-strict}" = lenient ]; then
    wrong=$(grep -vE '^(Accounting|Gy)/.*\{2001=[0-9]+, 3002=[0-9]+\}$' <<< "$wrong" || true)
  fi
  [ -z "$wrong" ] || fail "the client was answered with errors: $wrong"
}

capture_start() {
  local side filter
  for side in $SIDES; do
    filter="tcp port $AGENT_PORT"
    start "dumpcap-$side" dumpcap -q -i "$side" -B 64 -P -w "$RUN/$side.pcap" -f "$filter"
  done
  for side in $SIDES; do
    wait_log "dumpcap-$side" 'Capturing on'
    wait_for 10 "the capture on $side" test -s "$RUN/$side.pcap"
  done
}

capture_stop() {
  local side
  sleep 0.5 # dumpcap has no other sign that everything before is in the file
  for side in $SIDES; do
    kill -INT "${PIDS[dumpcap-$side]}"
    finish "dumpcap-$side" 20 || fail "the capture on $side failed"
    grep -qaE 'dropped on interface.*: [0-9]+/0 ' "$RUN/dumpcap-$side.log" \
      || fail "the capture on $side is not whole: $(grep -a dropped "$RUN/dumpcap-$side.log")"
  done
}

# account: after the end of all traffic; what the servers themselves logged is one more witness.
account() {
  local status=0 n witnesses=()
  for n in 1 2; do
    cat "$RUN/hss$n".before.log "$RUN/hss$n.log" > "$RUN/hss$n.all.log" 2> /dev/null || true
    witnesses+=("log=$(identity "$n"):$RUN/hss$n.all.log")
    if [ -z "$TLS" ]; then witnesses+=("server=$(identity "$n"):$RUN/hss$n.pcap"); fi
  done
  (erlang chaos_account main agent="$AGENT_PORT" home="$SERVER_PORT" attempt="$ATTEMPT" \
    silence=$((TW * 18 / 10)) charging="${CHARGING:-strict}" late="${LATE:-any}" client="$RUN/lo.pcap" \
    logs="${LOGS:-whole}" "${witnesses[@]}") > "$RUN/account.log" 2>&1 || status=$?
  cat "$RUN/account.log"
  [ "$status" -eq 0 ] || fail 'not every request is accounted for'
}
