# shellcheck shell=bash
# Runs scenarios one after the other and says what came of each. Every one is a process of its own, bounded in time, and
# leaves nothing behind.
#
# Who sources this sets
#   SELF              the script, which hands its arguments to "frame"
#   RIG               its name, for directories
#   SCENARIOS         "name|what it shows"
#   SCENARIO_SECONDS  how long one may take
#   NOTES             which lines of a scenario's output are said (a regular expression)
#   KEEP              not empty: the logs of a good run stay too
# and has a function scenario_NAME for each, run_setup for what comes before all of them, and, if need be, may_run, stage_up
# and stage_down; STAGE is the command by which a scenario is run, such as ip netns exec.

STAGE=()
may_run() { :; }
stage_up() { :; }
stage_down() { :; }

# --setup and --scenario are processes of their own: an error ends them.
run_scenario() {
  trap stop_all EXIT
  trap 'exit 1' TERM INT
  trap 'echo "FAIL line $LINENO: $BASH_COMMAND" >&2' ERR
  "scenario_$1"
}

title() {
  local entry
  for entry in "${SCENARIOS[@]}"; do
    if [ "${entry%%|*}" = "$1" ]; then echo "${entry#*|}" && return; fi
  done
  fail "no scenario $1; there are: ${SCENARIOS[*]%%|*}"
}

show_logs() {
  local log
  tail -n 15 "$1/output" | sed 's/^/    /'
  for log in "$1"/*.log; do
    [ -s "$log" ] || continue
    printf '    -- %s\n' "${log##*/}"
    { grep -a -m 3 FAIL "$log" || tail -n 5 "$log"; } | cut -c 1-300 | sed 's/^/    /'
  done
}

# run_one NAME: its exit status.
run_one() {
  local status=0
  RUN=$RUN/$1 timeout --kill-after=10 "$SCENARIO_SECONDS" ${STAGE[@]+"${STAGE[@]}"} "$SELF" --scenario "$1" \
    > "$RUN/$1/output" 2>&1 < /dev/null &
  CHILD=$!
  wait "$CHILD" || status=$?
  return "$status"
}

run_all() {
  local name passed=0 failed=0 status started
  for name in "$@"; do title "$name" > /dev/null; done
  may_run
  RUN=$(mktemp -d "${TMPDIR:-/tmp}/realmgate-$RIG.XXXXXX")
  export BUILD=$RUN/build RUN
  trap stage_down EXIT
  trap 'kill -TERM ${CHILD:-} 2> /dev/null; wait; [ -n "${KEEP:-}" ] || rm -rf "$RUN"; exit 130' INT TERM
  mkdir -p "$BUILD"
  if ! "$SELF" --setup > "$RUN/setup.log" 2>&1; then
    tail -n 15 "$RUN/setup.log"
    printf 'FAIL the rig cannot be set up; all of its output: %s\n0 passed, 1 failed\n' "$RUN/setup.log"
    return 1
  fi
  for name in "$@"; do
    status=0
    started=$SECONDS
    mkdir -p "$RUN/$name"
    stage_up
    run_one "$name" || status=$?
    stage_down
    case $status in
      0) printf 'PASS %s: %s (%d s)\n' "$name" "$(title "$name")" $((SECONDS - started)) && passed=$((passed + 1)) ;;
      *)
        printf 'FAIL %s: %s (%d s, exit status %d)\n' "$name" "$(title "$name")" $((SECONDS - started)) "$status"
        failed=$((failed + 1))
        show_logs "$RUN/$name"
        ;;
    esac
    grep -a -E "$NOTES" "$RUN/$name/output" | sed 's/^/     /' || true
    # Captures are large, and there may be many scenarios to come.
    [ -n "${KEEP:-}" ] || [ "$status" -ne 0 ] || rm -f "$RUN/$name"/*.pcap
  done
  if [ "$failed" -gt 0 ] || [ -n "${KEEP:-}" ]; then echo "logs and captures: $RUN"; else rm -rf "$RUN"; fi
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}

# The opening comment of SELF.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$SELF"; }

# frame ARGUMENT...: what SELF was asked for.
frame() {
  case ${1:-} in
    --setup) run_setup ;;
    --scenario) run_scenario "$2" ;;
    --list) printf '%s\n' "${SCENARIOS[@]/|/: }" ;;
    -h | --help) usage ;;
    *)
      if [ $# -eq 0 ]; then set -- "${SCENARIOS[@]%%|*}"; fi
      run_all "$@"
      ;;
  esac
}

# The agent as it is in this checkout, built before a scenario has to wait for it.
build_agent() {
  # shellcheck disable=SC2016
  bash -c '. "$0/scripts/lib.sh" && if is_stale; then build; fi' "$ROOT"
}
