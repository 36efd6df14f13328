# shellcheck shell=bash
# What the measurement needs, for install_missing of scripts/interop/lib/install.sh.

needs() {
  cat << 'NEEDS'
erlang-base erl
erlang-diameter /usr/lib/erlang/lib/diameter-*
freediameterd freeDiameterd
freediameter-extensions /usr/lib/freeDiameter/acl_wl.fdx
haproxy haproxy
gnuplot-nox gnuplot
gcc gcc
libc6-dev /usr/include/stdio.h
openssl openssl
iproute2 ss
util-linux taskset
NEEDS
}
