# shellcheck shell=bash
# Three network namespaces: the agent's (the client is there too, on loopback) and one for each server.
#
#   NET-1: 10.99.1.2 "agent" ----veth---- "hss1" 10.99.1.1 \
#                                                            NET-agent
#   NET-2: 10.99.2.2 "agent" ----veth---- "hss2" 10.99.2.1 /

export NET=${NET:-rgchaos$$}

needs_root() {
  if ! ip netns add "$NET-try" 2> /dev/null; then
    echo "FAIL cannot make network namespaces: run as root (CAP_SYS_ADMIN and CAP_NET_ADMIN), with iproute2" >&2
    exit 1
  fi
  ip netns del "$NET-try"
}

network_up() {
  local n
  network_down
  for n in agent 1 2; do
    ip netns add "$NET-$n"
    ip -n "$NET-$n" link set lo up
  done
  for n in 1 2; do
    ip link add "hss$n" netns "$NET-agent" type veth peer name agent netns "$NET-$n"
    ip -n "$NET-agent" address add "10.99.$n.1/24" dev "hss$n"
    ip -n "$NET-agent" link set "hss$n" up
    network_address "$n" add
    ip -n "$NET-$n" link set agent up
  done
}

network_down() {
  local n
  for n in agent 1 2; do
    if [ -e "/run/netns/$NET-$n" ]; then ip netns del "$NET-$n"; fi
  done
}

network_address() { ip -n "$NET-$1" address "$2" "10.99.$1.2/24" dev agent; }

# in_namespace N COMMAND...: replaces this process.
in_namespace() {
  local n=$1
  shift
  exec ip netns exec "$NET-$n" "$@"
}

# Each way to cut server N off, and to put it back:

# its end of the cable is down
link_cut() { ip -n "$NET-$1" link set agent down; }
link_mend() { ip -n "$NET-$1" link set agent up; }

# nothing reaches it, nothing leaves it, nobody is told: no RST, no ICMP
blackhole_cut() { network_address "$1" del; }
blackhole_mend() { network_address "$1" add; }

# it gets every request, and its answers are lost
oneway_cut() { ip -n "$NET-$1" route add blackhole "10.99.$1.1/32"; }
oneway_mend() { ip -n "$NET-$1" route del blackhole "10.99.$1.1/32"; }
