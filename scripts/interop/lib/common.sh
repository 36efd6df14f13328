# shellcheck shell=bash
# Waiting, processes and ports: what every part of the rig uses.
# RUN is the directory of this run (or of one scenario), ROOT the checkout.

declare -A PIDS=()

fail() {
  printf 'FAIL %s\n' "$*" >&2
  exit 1
}

# wait_for SECONDS WHAT COMMAND...: until COMMAND succeeds; never longer than SECONDS.
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    if ((SECONDS > deadline)); then fail "gave up waiting for $what"; fi
    sleep 0.05
  done
}

# stays SECONDS WHAT COMMAND...: COMMAND must succeed all the time.
stays() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  while ((SECONDS <= deadline)); do
    "$@" || fail "not so any more: $what"
    sleep 0.1
  done
}

# start NAME COMMAND...: in the background, its output in RUN/NAME.log, which is new before anybody looks into it.
start() {
  local name=$1 log=$RUN/$1.log
  shift
  if [ -e "$log" ]; then mv "$log" "${log%.log}.earlier.log"; fi
  : > "$log"
  "$@" >> "$log" 2>&1 < /dev/null &
  PIDS[$name]=$!
}

is_running() { kill -0 "${PIDS[$1]}" 2> /dev/null; }
is_over() { ! is_running "$1"; }

# finish NAME SECONDS: waits for its end and returns its exit status.
finish() {
  local name=$1 status=0
  wait_for "$2" "the end of $name" is_over "$name"
  wait "${PIDS[$name]}" || status=$?
  unset "PIDS[$name]"
  return "$status"
}

# stop NAME [SECONDS]: SIGTERM, then finish.
stop() {
  kill -TERM "${PIDS[$1]}" 2> /dev/null || true
  finish "$1" "${2:-20}"
}

# stop_peer NAME: how a peer ends is its own affair; freeDiameterd aborts at times.
stop_peer() {
  local status=0
  stop "$1" || status=$?
  [ "$status" -eq 0 ] || echo "note: $1 ended with exit status $status"
}

# What a scenario leaves behind when it fails; only processes that it started, by their PID.
stop_all() {
  local pid deadline=$((SECONDS + 3))
  for pid in "${PIDS[@]}"; do kill -TERM "$pid" 2> /dev/null || true; done
  for pid in "${PIDS[@]}"; do
    while kill -0 "$pid" 2> /dev/null && ((SECONDS < deadline)); do sleep 0.05; done
    kill -KILL "$pid" 2> /dev/null || true
  done
}

# logged NAME TEXT: has process NAME written a line with TEXT (fixed string)?
logged() { grep -qaF -- "$2" "$RUN/$1.log"; }

# wait_log NAME TEXT [SECONDS]: and the process must be alive while we wait.
wait_log() {
  wait_for "${3:-20}" "\"$2\" in the log of $1" logged_or_over "$1" "$2"
  if ! logged "$1" "$2"; then
    local status=0
    wait "${PIDS[$1]}" || status=$?
    fail "$1 ended with exit status $status before it wrote \"$2\""
  fi
}
logged_or_over() { logged "$1" "$2" || is_over "$1"; }

is_listening() { [ -n "$(ss -Hltn "sport = :$1")" ]; }
is_free() { ! is_listening "$1"; }

# http_get PORT PATH: status line, headers and body on stdout.
http_get() {
  local connection
  { exec {connection}<> "/dev/tcp/127.0.0.1/$1"; } 2> /dev/null || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&"$connection"
  timeout 5 cat <&"$connection" || true
  exec {connection}>&-
}
