# shellcheck shell=bash
# The real peers: Erlang/OTP diameter and freeDiameter, each as client, server or (freeDiameter) relay.

# build: dictionaries, Erlang modules, the freeDiameter extension and one certificate, all in BUILD.
build() {
  local dictionary
  mkdir -p "$BUILD"
  cd "$BUILD" || exit
  for dictionary in interop_s6a interop_nas; do
    diameterc "$HERE/erlang/$dictionary.dia"
    erlc "$dictionary.erl"
  done
  erlc -Werror "$HERE"/erlang/*.erl
  gcc -Wall -Wextra -Wno-sign-compare -O1 -shared -fPIC -o interop.fdx "$HERE/freediameter/interop.c"
  gcc -Wall -Wextra -O1 -shared -fPIC -o bind127.so "$HERE/freediameter/bind127.c" -ldl
  # freeDiameter does not start without a certificate for its identity, TLS or not
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=interop \
    -addext 'subjectAltName=DNS:*.transit.example,DNS:*.home.example,DNS:*.visited.example' \
    -keyout key.pem -out cert.pem
}

# certificate NAME DNSNAME [openssl x509 OPTIONS]: BUILD/tls/NAME/{cert,key,ca}.pem, issued by the authority of the rig.
certificate() {
  local directory=$BUILD/tls/$1 name=$2 ca=$BUILD/tls
  mkdir -p "$directory"
  if [ ! -e "$ca/ca.pem" ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=interop authority' \
      -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout "$ca/ca.key" -out "$ca/ca.pem" 2> /dev/null
  fi
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
    -keyout "$directory/key.pem" -out "$directory/csr.pem" 2> /dev/null
  openssl x509 -req -in "$directory/csr.pem" -CA "$ca/ca.pem" -CAkey "$ca/ca.key" -CAcreateserial -days 2 \
    -extfile <(printf 'subjectAltName=DNS:%s\nbasicConstraints=CA:FALSE\n' "$name") -out "$directory/cert.pem" 2> /dev/null
  cp "$ca/ca.pem" "$directory/ca.pem"
}

erlang() {
  ERL_CRASH_DUMP_SECONDS=0 exec erl +S 2:2 +sbwt none -noshell -noinput -pa "$BUILD" -run "$@"
}

# otp NAME serve|call IDENTITY listen:PORT|connect:PORT [KIND COUNT KEY=VALUE...]   (see interop_peer.erl)
otp() {
  local name=$1
  shift
  start "$name" erlang interop_peer main "$@"
  wait_log "$name" "ready $2 $3"
}

# called NAME: `call` has ended, every answer as expected.
called() {
  finish "$1" 40 || true
  grep -qaE '^called (.*): ([0-9]+) of \2 answered as expected$' "$RUN/$1.log" \
    || fail "$1: not every answer as expected"
  tail -n 400 "$RUN/$1.log" | grep -a '^called '
}

# freediameter_conf IDENTITY PORT LINE...: its configuration, with these LINEs at the end.
freediameter_conf() {
  local identity=$1 port=$2
  shift 2
  sed -e "s|@IDENTITY@|$identity|; s|@REALM@|${identity#*.}|; s|@PORT@|${FD_PLAIN_PORT-$port}|" \
    -e "s|@TLS_PORT@|${FD_TLS_PORT-0}|; s|@TLS@|${FD_TLS-$BUILD}|g; s|@CA@|${FD_CA-cert.pem}|" \
    -e "s|@WATCHDOG@|$WATCHDOG|" "$HERE/freediameter/freediameter.conf.in"
  printf '%s\n' "$@"
}

# freediameter NAME IDENTITY PORT LINE...: starts freeDiameterd; LINEs are added to its configuration. For TLS see
# freediameter_tls.
freediameter() {
  local name=$1 identity=$2 port=$3
  shift 3
  freediameter_conf "$identity" "$port" "$@" > "$RUN/$name.conf"
  start "$name" env LD_PRELOAD="$BUILD/bind127.so" freeDiameterd -c "$RUN/$name.conf"
  wait_for 20 "freeDiameter $name to listen" listening_or_over "$name" "$port"
  # a client may be done by now
  logged "$name" 'daemon initialized' || fail "$name did not start"
}
# freediameter_tls NAME IDENTITY PORT LINE...: the same, listening with TLS and nothing else, with a certificate of its own.
freediameter_tls() {
  certificate "$1" "$2"
  FD_PLAIN_PORT=0 FD_TLS_PORT=$3 FD_TLS=$BUILD/tls/$1 FD_CA=ca.pem freediameter "$@"
}
listening_or_over() { { is_listening "$2" && logged "$1" 'daemon initialized'; } || is_over "$1"; }

# Lines for `freediameter`:
fd_role() {
  printf 'NoRelay;\nLoadExtension = "dict_nasreq.fdx";\n'
  printf 'LoadExtension = "%s/interop.fdx" : "%s";\n' "$BUILD" "$*"
}
fd_connect() { printf 'ConnectPeer = "%s" { No_TLS; ConnectTo = "127.0.0.1"; Port = %s; };\n' "$1" "$2"; }
fd_connect_tls() { printf 'ConnectPeer = "%s" { ConnectTo = "127.0.0.1"; Port = %s; };\n' "$1" "$2"; }
# without a rule freeDiameter sends to peers of the Destination-Realm only, never through an agent of another realm
fd_connect_agent() {
  fd_connect "$1" "$2"
  fd_route_to "$1"
}
fd_route_to() {
  printf '* : "%s" += DEFAULT;\n' "$1" > "$RUN/route-to-$1.conf"
  printf 'LoadExtension = "rt_default.fdx" : "%s/route-to-%s.conf";\n' "$RUN" "$1"
}
fd_accept_tls() {
  printf '%s\n' "$*" > "$RUN/accept-tls-$1.conf"
  printf 'LoadExtension = "acl_wl.fdx" : "%s/accept-tls-%s.conf";\n' "$RUN" "$1"
}
fd_accept() {
  printf 'ALLOW_IPSEC %s\n' "$*" > "$RUN/accept-${1//[^a-z0-9.]/_}.conf"
  printf 'LoadExtension = "acl_wl.fdx" : "%s/accept-%s.conf";\n' "$RUN" "${1//[^a-z0-9.]/_}"
}
# fd_open NAME IDENTITY: is the peer in STATE_OPEN, as freeDiameter NAME logs it?
fd_open() { grep -qaE -- "-> 'STATE_OPEN'[[:space:]]+'$2'" "$RUN/$1.log"; }
