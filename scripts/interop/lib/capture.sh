# shellcheck shell=bash
# What went over the wire, captured on lo by dumpcap, read by tshark and by interop_capture.erl.

# A datagram in the capture tells that everything before it is in the file too.
mark() {
  { echo "$1" > "/dev/udp/127.0.0.1/$MARKER_PORT"; } 2> /dev/null || true
  grep -qaF "$1" "$RUN/wire.pcap" 2> /dev/null
}
mark_or_over() { mark "$1" || is_over dumpcap; }

capture_start() {
  start dumpcap dumpcap -q -i lo -B 16 -P -w "$RUN/wire.pcap" \
    -f "tcp portrange $FIRST_PORT-$LAST_PORT or udp port $MARKER_PORT"
  wait_for 15 'the capture to start' mark_or_over interop-start
  if is_over dumpcap; then
    cat "$RUN/dumpcap.log" >&2
    fail 'cannot capture on lo: run as root, or give dumpcap the capabilities cap_net_raw and cap_net_admin'
  fi
}

capture_stop() {
  wait_for 15 'the end of the capture' mark_or_over interop-end
  stop dumpcap || true
}

# dissect FILE ARGUMENTS...: tshark with our ports as Diameter.
dissect() {
  local file=$1 port ports=()
  shift
  for ((port = FIRST_PORT; port <= LAST_PORT; port++)); do ports+=(-d "tcp.port==$port,diameter"); done
  tshark -n -r "$file" "${ports[@]}" "$@" 2> >(grep -v 'This could be dangerous' >> "$RUN/tshark.log" || true)
}

# dissection FILE: what tshark finds wrong with the Diameter in it, nothing when all is well. Only in TCP: our own
# markers are datagrams, whose source port may happen to be that of another protocol.
dissection() {
  local severity=0x00600000 # warning and worse
  dissect "$1" -Y "(tcp && _ws.malformed) || (diameter && _ws.expert.severity >= $severity)" -O diameter \
    | grep -E 'Expert Info \((Warning|Error)|Malformed|^Frame' | grep -E 'Malformed|Expert' || true
}

# capture_check EXPECTED...   (see interop_capture.erl)
capture_check() {
  local wrong seen status=0
  wrong=$(dissection "$RUN/wire.pcap")
  if [ -n "$wrong" ]; then
    printf '%s\n' "$wrong" | sort | uniq -c | head -n 10 >&2
    fail 'tshark finds malformed Diameter in the capture'
  fi
  dissect "$RUN/wire.pcap" -Y 'tcp.len > 0' \
    -T fields -e tcp.stream -e tcp.srcport -e tcp.seq_raw -e tcp.payload > "$RUN/wire.txt"
  # freeDiameter in the agent's place: both agents have its habits
  if [ "$RELAY" = freediameter ]; then set -- "$@" fd:dra1.transit.example fd:dra2.home.example; fi
  (erlang interop_capture main "$RUN/wire.txt" "$@") > "$RUN/capture.log" 2>&1 || status=$?
  cat "$RUN/capture.log"
  [ "$status" -eq 0 ] || fail 'the capture is not as expected'
  # tshark has read as Diameter what we have followed
  seen=$(dissect "$RUN/wire.pcap" -Y diameter -T fields -e diameter.cmd.code -E aggregator=, | tr ',' '\n' | grep -c .)
  grep -q ", $seen messages," "$RUN/capture.log" || fail "tshark reads $seen messages, not the same number"
}
