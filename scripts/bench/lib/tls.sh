# shellcheck shell=bash
# TLS on both sides of a relay: TLS 1.3, one cipher suite, and each end shows a certificate of the same authority.

SUITE=TLS_AES_128_GCM_SHA256

# certificate NAME ALTERNATIVES: RUN/tls/NAME.pem, NAME.key, and both in NAME.both.
certificate() {
  local name=$RUN/tls/$1
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$name.key" -out "$name.csr"
  openssl x509 -req -in "$name.csr" -CA "$RUN/tls/ca.pem" -CAkey "$RUN/tls/ca.key" -CAcreateserial -days 2 \
    -extfile <(echo "subjectAltName=$2") -out "$name.pem"
  cat "$name.pem" "$name.key" > "$name.both"
}

# prepare_tls: the authority, a certificate of the relay and one of all peers, and the relays' files.
prepare_tls() {
  mkdir -p "$RUN/tls" "$RUN/agent-tls/rules"
  {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority \
      -keyout "$RUN/tls/ca.key" -out "$RUN/tls/ca.pem"
    certificate relay DNS:relay.transit.example
    certificate peers 'DNS:*.visited.example,DNS:*.home.example'
  } 2> /dev/null
  sed "s|@PORT@|$PORT|; s|@ADMIN_PORT@|$ADMIN_PORT|; s|@RUN@|$RUN|g" "$RELAY_CONFIGURATION/agent-tls.conf.in" \
    > "$RUN/agent-tls/agent.conf"
  sed "s|@PORT0@|$SERVERS_PORT|; s|@PORT1@|$((SERVERS_PORT + 1))|" "$RELAY_CONFIGURATION/peers-tls.conf.in" \
    > "$RUN/agent-tls/peers.conf"
  sed 's/^ALLOW_IPSEC //' "$RELAY_CONFIGURATION/acl_wl.conf" > "$RUN/acl_wl-tls.conf"
  sed -e 's/^Port = .*/Port = 0;/; s/^SecPort = .*/SecPort = @PORT@;/; s|^TLS_Cred = .*|TLS_Cred = "@RUN@/tls/relay.pem", "@RUN@/tls/relay.key";|' \
    -e 's|^TLS_CA = .*|TLS_CA = "@RUN@/tls/ca.pem";|; s|acl_wl.conf|acl_wl-tls.conf|' \
    "$RELAY_CONFIGURATION/freediameter.conf.in" | sed "s|@PORT@|$PORT|; s|@RUN@|$RUN|g" > "$RUN/freediameter-tls.conf"
}

start_agent_tls() { start_rules agent-tls; }

start_freediameter_tls() { run_freediameter freediameter-tls.conf; }

start_haproxy_tls() {
  start_haproxy " ssl crt $RUN/tls/relay.both ca-file $RUN/tls/ca.pem verify required ssl-min-ver TLSv1.3 ciphersuites $SUITE"
}

tls_options() {
  echo --tls-certificate "$RUN/tls/peers.pem" --tls-key "$RUN/tls/peers.key" --tls-trust "$RUN/tls/ca.pem"
}

# is_protected_alike: whether what the generator says of all connections is what is compared.
is_protected_alike() { tail -n 1 "$RUN/load.log" | grep -qF "\"tls\":[\"TLSv1.3 $SUITE\"]"; }
