# shellcheck shell=bash
# What was captured on the agent's three sides, and whether it is as it has to be.

capture_start() {
  local side filter
  for side in lo hss1 hss2; do
    filter="tcp port $AGENT_PORT"
    start "dumpcap-$side" dumpcap -q -i "$side" -B 64 -P -w "$RUN/$side.pcap" -f "$filter"
  done
  for side in lo hss1 hss2; do
    wait_log "dumpcap-$side" 'Capturing on'
    wait_for 10 "the capture on $side" test -s "$RUN/$side.pcap"
  done
}

capture_stop() {
  local side
  sleep 0.5 # dumpcap has no other sign that everything before is in the file
  for side in lo hss1 hss2; do
    kill -INT "${PIDS[dumpcap-$side]}"
    finish "dumpcap-$side" 20 || fail "the capture on $side failed"
    grep -qaE 'dropped on interface.*: [0-9]+/0 ' "$RUN/dumpcap-$side.log" \
      || fail "the capture on $side is not whole: $(grep -a dropped "$RUN/dumpcap-$side.log")"
  done
}

# account: after the end of all traffic.
account() {
  local status=0
  (erlang chaos_account main agent="$AGENT_PORT" home="$SERVER_PORT" attempt="$ATTEMPT" \
    silence=$((TW * 18 / 10)) charging="${CHARGING:-strict}" late="${LATE:-any}" client="$RUN/lo.pcap" \
    server="$(identity 1):$RUN/hss1.pcap" server="$(identity 2):$RUN/hss2.pcap") > "$RUN/account.log" 2>&1 || status=$?
  cat "$RUN/account.log"
  [ "$status" -eq 0 ] || fail 'not every request is accounted for'
}
