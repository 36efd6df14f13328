# shellcheck shell=bash
# What is measured.

# Closed loops: clients x servers, requests that each client waits for, octets of a request; w1 is all on one processor. Open loops:
# requests a second of 4 clients to 2 servers. tls is w64 with TLS on both sides.
ALL_WORK=(w64 b1500 w256 w1 r10000 r50000 tls)

work_options() {
  case $1 in
    w64) echo --clients 4 --servers 2 --window 64 ;;
    tls) echo --clients 4 --servers 2 --window 64 "$(tls_options)" ;;
    b1500) echo --clients 4 --servers 2 --window 64 --size 1500 ;;
    w256) echo --clients 16 --servers 4 --window 256 ;;
    w1) echo --clients 1 --servers 1 --window 1 ;;
    r*) echo --clients 4 --servers 2 --rate "${1#r}" ;;
    *) fail "no work $1; there is: ${ALL_WORK[*]}" ;;
  esac
}

# work_servers WORK: sets SERVERS.
work_servers() {
  SERVERS=$(work_options "$1" | sed -n 's/.*--servers \([0-9]*\).*/\1/p')
}

# time_options RELAY: a JVM compiles what it runs, so it is given time to; the others are as they are at once.
time_options() {
  if [ -n "${SHORT:-}" ]; then
    echo --warm-up 1 --duration 1
  elif is_agent "$1"; then
    echo --warm-up 4 --duration 3
  else
    echo --warm-up 2 --duration 3
  fi
}

# check_options RELAY WORK: who rewrites requests changes them; where the agent has TLS to servers, it connects to them.
check_options() {
  case $1-$2 in
    haproxy-*) echo --pump "$(listen_options)" ;;
    agent-tls) listen_options ;;
    rules-proxy-* | rules-lengths-*) echo --no-check ;;
  esac
}

listen_options() { echo --listen "127.0.0.1:$SERVERS_PORT"; }

# can_carry RELAY WORK: OTP diameter has no back-pressure: beyond what it can carry it loses requests without end, so it is not
# asked to. freeDiameter's most is below 50,000 a second. TLS is for those who are set up for it.
can_carry() {
  case $1-$2 in
    otp-r* | freediameter-r50000) return 1 ;;
    otp-tls | floor-tls) return 1 ;;
    *) return 0 ;;
  esac
}
