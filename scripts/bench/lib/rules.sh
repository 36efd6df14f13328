# shellcheck shell=bash
# What rules cost: the agent against itself, with rule files that are written here. The last rule decides for every request of the
# generator; those before it are about others.

# prepare_rules DIRECTORY COUNT LAST: an agent with COUNT rules, the last of which is LAST.
prepare_rules() {
  local directory=$1 count=$2 last=$3
  mkdir -p "$directory/rules" "$directory/tables"
  cp "$RUN/agent/agent.conf" "$directory/"
  sed 's/ }$/, group = GROUP }/; /visited/s/GROUP/visited/; /home/s/GROUP/hss/' "$RUN/agent/peers.conf" > "$directory/peers.conf"
  {
    echo 'rules = ['
    awk -v count="$count" 'BEGIN {
      kind[0] = "application = S6a, destination-realm = epc.%d.example"
      kind[1] = "destination-realm = \"*.epc.%d.example\", command = ULR"
      kind[2] = "from = mme%d.visited.example, application = S6a"
      kind[3] = "origin-host = mme%d.visited.example"
      kind[4] = "origin-realm = other%d.example, application = S6a"
      for (i = 0; i < count - 1; i++)
        printf "  { name = r%d, match { " kind[i % 5] " }, action = relay, to = hss }\n", i, i
    }'
    echo "  { name = last, match { application = S6a, from = visited, destination-realm = home.example }, $last }"
    echo ']'
  } > "$directory/rules/10.conf"
}

# prepare_all_rules: one directory for each relay that begins with "rules-".
prepare_all_rules() {
  prepare_rules "$RUN/rules-10" 10 'action = relay, to = hss'
  # As long as what the generator writes: it finds what relays append by the octets of its own request.
  prepare_rules "$RUN/rules-proxy" 10 'action = proxy, to = hss, request = [
    { set = Destination-Realm, value = core.example }, { set = User-Name, value = "999990000000000" } ]'
  # One longer, one shorter.
  prepare_rules "$RUN/rules-lengths" 10 'action = proxy, to = hss, request = [
    { set = Destination-Realm, value = core.example.net }, { set = User-Name, value = "99999000000" } ]'
  prepare_rules "$RUN/rules-10000" 10000 'action = relay, to = { table = subscribers, key = imsi }'
  # Neighbours go to different groups, so that the table is a million ranges and not one.
  sed -i '/home/{ h; s/\*/server-0/; s/hss/hss-0/; p; x }' "$RUN/rules-10000/peers.conf"
  { echo digits,to && seq 0 1000000 | awk '{ printf "00101%010d,hss%s\n", $1, $1 % 2 ? "-0" : "" }'; } \
    > "$RUN/rules-10000/tables/subscribers.csv"
  prepare_rules "$RUN/rules-loops" 10 'action = relay, to = hss'
  sed -i 's/^agent {/agent {\n  event-loops = 2/' "$RUN/rules-loops/agent.conf"
}
