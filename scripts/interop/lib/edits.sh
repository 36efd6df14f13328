# shellcheck shell=bash
# Rules that change AVPs: real peers have to accept what leaves, and tshark has to read the values that were written. Values
# of every padding, inside groups that are there and that are not, of vendors that nobody knows.

edits=20

# leave FILTER FIELD=VALUE...: of the messages that pass the display filter, one a frame, there are as many as were sent,
# and each has this value in the eyes of tshark; several AVPs of the name are parted by commas.
leave() {
  local filter=$1 pair seen
  shift
  for pair in "$@"; do
    seen=$(dissect "$RUN/wire.pcap" -Y "$filter" -T fields -E occurrence=a -E aggregator=, -e "diameter.${pair%%=*}" \
      | sort | uniq -c | sed 's/^ *//')
    [ "$seen" = "$edits ${pair#*=}" ] || fail "of $filter: ${pair%%=*} is (times, value) \"$seen\", not ${pair#*=}"
  done
}

# edited: tshark finds nothing wrong in the capture; that it does not know a vendor of ours is not wrong.
edited() {
  local wrong
  capture_stop
  wrong=$(dissection "$RUN/wire.pcap" | grep -v 'Warning/Undecoded' || true)
  [ -z "$wrong" ] || fail "tshark finds malformed Diameter: $wrong"
}

scenario_edits_otp() {
  local request answer
  need_agent
  request='{ replace = User-Name, regex = "^001", with = "999" }, { set = Visited-PLMN-Id, value = "0x00f120" }
    { set = ULR-Flags, value = 35 }, { remove = Vendor-Specific-Application-Id }
    { add = Class, value = a, mandatory = false }, { add = Class, value = ab, mandatory = false }
    { add = Class, value = abc, mandatory = false }, { add = Class, value = abcd, mandatory = false }
    { set = "99999:77.99999:78", value = inner, mandatory = false }, { set = "99999:77.99999:79", value = x, mandatory = false }'
  answer='{ set = Subscription-Data.MSISDN, value = "0x8861002143f5a1" }
    { set = Subscription-Data.AMBR.Max-Requested-Bandwidth-UL, value = 1000 }
    { remove = Vendor-Specific-Application-Id }, { set = Class, value = "{origin-host}", mandatory = false }
    { add = "Subscription-Data.99999:80", value = xy, mandatory = false }'
  capture_start
  relay dra $dra "$RELAY_PORT" "peer $server home.example" "$from_visited" \
    "rule { name = edited, match { application = S6a, command = ULR }, action = proxy, to = $server
      request = [ $request ]
      answer = [ $answer ] }"
  otp server serve $server "connect:$RELAY_PORT"
  relay_open dra "$RELAY_PORT" $server
  otp client call $mme "connect:$RELAY_PORT" ulr $edits realm=home.example window=1
  called client
  if logged server FAIL; then fail 'OTP does not decode what was edited'; fi
  stop_peer server
  relay_stop dra
  edited
  leave "tcp.srcport == $RELAY_PORT && diameter.cmd.code == 316 && diameter.flags.request == 1
      && diameter.User-Name matches \"^99901[0-9]{10}\$\"" \
    Visited-PLMN-Id=00f120 ULR-Flags=35 Vendor-Specific-Application-Id= RAT-Type=1004 \
    Class=61,6162,616263,61626364 avp.unknown=0000004e800000110001869f696e6e65720000000000004f8000000d0001869f78000000
  leave "tcp.srcport == $RELAY_PORT && diameter.cmd.code == 316 && diameter.flags.request == 0" \
    MSISDN=8861002143f5a1 Max-Requested-Bandwidth-UL=1000 Max-Requested-Bandwidth-DL=150000000 \
    Vendor-Specific-Application-Id= "Class=$(printf '%s' $server | od -An -v -tx1 | tr -d ' \n')" avp.unknown=7879 \
    Result-Code=2001
}

scenario_edits_fd() {
  local tunnel=Tunneling.Tunnel
  need_agent
  capture_start
  freediameter server $server "$SERVER_PORT" "$(fd_role serve)" "$(fd_accept $dra)"
  relay dra $dra "$RELAY_PORT" "connect $server home.example $SERVER_PORT" "$from_visited" \
    "rule { name = edited, match { application = NASREQ, command = AAR }, action = proxy, to = $server
      request = [ { set = NAS-Identifier, value = nas-7 }, { add = Filter-Id, value = ab }, { add = Filter-Id, value = abc }
        { set = $tunnel-Type, value = 1 }, { set = $tunnel-Medium-Type, value = 1 }
        { set = $tunnel-Client-Endpoint, value = \"192.0.2.1\" }, { set = $tunnel-Server-Endpoint, value = \"192.0.2.20\" }
        { set = \"99999:77.99999:78\", value = inner, mandatory = false } ]
      answer = [ { add = Reply-Message, value = \"hi\" }, { add = Reply-Message, value = \"{from}\" }
        { remove = Auth-Request-Type }, { set = Auth-Request-Type, value = 3 } ] }"
  relay_open dra "$RELAY_PORT" $server
  freediameter client $mme "$CLIENT_PORT" \
    "$(fd_role call aar $edits 1 home.example)" "$(fd_connect_agent $dra "$RELAY_PORT")"
  called client
  [ "$(grep -ca '^request aar' "$RUN/server.log")" -eq $edits ] || fail 'freeDiameter did not take what was edited'
  stop_peer server
  relay_stop dra
  edited
  leave "tcp.dstport == $SERVER_PORT && diameter.cmd.code == 265 && diameter.flags.request == 1" \
    NAS-Identifier=nas-7 Filter-Id=ab,abc Tunnel-Type=1 Tunnel-Client-Endpoint=192.0.2.1 \
    Tunnel-Server-Endpoint=192.0.2.20 avp.unknown=0000004e800000110001869f696e6e6572000000
  leave "tcp.srcport == $RELAY_PORT && diameter.cmd.code == 265 && diameter.flags.request == 0" \
    "Reply-Message=hi,$server" Auth-Request-Type=3 Result-Code=2001
}
