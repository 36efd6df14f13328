# Shared by the scripts beside it: finds or installs a JDK and Maven, and builds. To be sourced by bash.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JAR=$ROOT/agent-core/target/realmgate.jar
# shellcheck disable=SC2034 # for the scripts that source this
ARCHIVE=${JAR%.jar}.jsa
OLDEST_JAVA=17

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$(basename "$0"): $*"
  exit 1
}

# Major version of the Java installation in directory $1; 0 when it cannot be told.
java_version() {
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p;q')
  printf '%s' "${version:-0}"
}

# Sets and exports JAVA_HOME to an installation that has bin/$1 and is new enough. A JAVA_HOME that is set wins.
find_java() {
  local home on_path
  on_path=$(command -v "$1" || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/homebrew/opt/openjdk* /usr/local/opt/openjdk*; do
    if [ -n "$home" ] && [ -x "$home/bin/$1" ] && [ "$(java_version "$home")" -ge $OLDEST_JAVA ]; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  return 1
}

# The first of the packages $2… that the command $1 knows; the last when it knows none, as on a machine without package
# lists.
first_known() {
  local query=$1 package=''
  shift
  for package in "$@"; do
    # shellcheck disable=SC2086 # a command and its options
    if $query "$package" >/dev/null 2>&1; then
      printf '%s' "$package"
      return
    fi
  done
  printf '%s' "$package"
}

# Prints the command that installs a JDK and Maven here, without sudo; fails when the package manager is unknown.
install_command() {
  local jdk
  if command -v apt-get >/dev/null; then
    # Which of these a release has, only its lists tell; its default is new enough from Debian 12 and Ubuntu 24.04 on.
    jdk=$(first_known "apt-cache show" openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless \
      default-jdk-headless)
    printf 'apt-get install -y --no-install-recommends %s maven' "$jdk"
  elif command -v dnf >/dev/null; then
    jdk=$(first_known "dnf -q info" java-17-openjdk-devel java-21-openjdk-devel java-latest-openjdk-devel)
    printf 'dnf install -y %s maven' "$jdk"
  elif command -v zypper >/dev/null; then
    printf 'zypper --non-interactive install java-17-openjdk-devel maven'
  elif command -v apk >/dev/null; then
    printf 'apk add openjdk17-jdk maven'
  elif command -v pacman >/dev/null; then
    printf 'pacman -S --noconfirm jdk17-openjdk maven'
  elif command -v brew >/dev/null; then
    printf 'brew install openjdk@17 maven'
  else
    return 1
  fi
}

# Makes sure that there are a JDK and Maven, installing them if need be: as root at once, else after asking.
need_build_tools() {
  if find_java javac && command -v mvn >/dev/null; then
    return 0
  fi
  # env keeps the packages from asking questions, and as_root from being empty, which bash before 4.4 takes for unset.
  local command update='' as_root=(env DEBIAN_FRONTEND=noninteractive) answer
  command=$(install_command) || die "needs a JDK (version $OLDEST_JAVA or later) and Maven: please install them"
  # A fresh machine has no package lists, and without them nothing can be found.
  if [ "${command%% *}" = apt-get ]; then update='apt-get update'; fi
  if [ "$(id -u)" != 0 ] && [ "${command%% *}" != brew ]; then
    if [ ! -t 0 ] || ! command -v sudo >/dev/null; then
      die "needs a JDK (version $OLDEST_JAVA or later) and Maven. As root: ${update:+$update && }$command"
    fi
    say "A JDK (version $OLDEST_JAVA or later) and Maven are needed to build: ${update:+sudo $update && }sudo $command"
    read -r -p "Install them now? [y/N] " answer || answer=n
    case $answer in [yY]*) ;; *) die "nothing installed" ;; esac
    as_root=(sudo "${as_root[@]}")
  fi
  if [ -n "$update" ]; then
    # shellcheck disable=SC2086 # a command line of ours, to be split into words
    "${as_root[@]}" $update -q >&2 || say "Going on with the package lists that there are"
    command=$(install_command)
  fi
  say "Installing: $command"
  # shellcheck disable=SC2086 # a command line of ours, to be split into words
  "${as_root[@]}" $command >&2 || die "this failed: $command"
  find_java javac || die "no JDK of version $OLDEST_JAVA or later was found after: $command"
  command -v mvn >/dev/null || die "no Maven was found after: $command"
}

# Whether the jar is missing or older than what it is made of.
is_stale() {
  [ ! -f "$JAR" ] || [ -n "$(find "$ROOT/pom.xml" "$ROOT"/*/pom.xml "$ROOT"/*/src/main -newer "$JAR" -print -quit)" ]
}

# Builds the jar without tests; shows how far it is, and Maven's own words only when it fails.
build() {
  need_build_tools
  local log=$ROOT/target/build.log
  mkdir -p "$ROOT/target"
  say "Building (the first time it also downloads libraries)"
  if ! (cd "$ROOT" && mvn -B -Dmaven.test.skip=true package) 2>&1 | tee "$log" | awk '
      /Downloaded from/ { if (++n % 25 == 0) print "  " n " files downloaded" }
      /^\[INFO\] Building [^j]/ { sub(/^\[INFO\] Building /, "  "); sub(/ +\[[0-9\/]+\]$/, ""); print }
      { fflush() }' >&2; then
    tail -40 "$log" >&2
    die "the build failed; all of its output: $log"
  fi
  "$ROOT/scripts/archive"
}
