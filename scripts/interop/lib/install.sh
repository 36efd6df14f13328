# shellcheck shell=bash
# What the rig needs, and how to get it on Debian and Ubuntu.

# Packages, each with a command or a file that shows that it is there; another rig puts its own in their place.
needs() {
  cat << 'NEEDS'
erlang-base erl
erlang-diameter diameterc
erlang-dev /usr/lib/erlang/lib/diameter-*/include/diameter.hrl
freediameterd freeDiameterd
freediameter-extensions /usr/lib/freeDiameter/acl_wl.fdx
libfreediameter-dev /usr/include/freeDiameter/extension.h
gcc gcc
libc6-dev /usr/include/stdio.h
openssl openssl
tshark tshark
tshark dumpcap
wireshark-common text2pcap
iproute2 ss
NEEDS
}

missing_packages() {
  local need package
  while read -r package need; do
    case $need in
      /*) compgen -G "$need" > /dev/null || echo "$package" ;;
      *) PATH=$PATH:/usr/sbin command -v "$need" > /dev/null || echo "$package" ;;
    esac
  done < <(needs) | sort -u
}

install_missing() {
  local packages apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=60)
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ]; then apt=(sudo -n "${apt[@]}"); fi
  if command -v apt-get > /dev/null && "${apt[@]}" --version > /dev/null 2>&1; then
    printf 'installing: %s\n' "${packages[*]}" >&2
    {
      "${apt[@]}" update
      "${apt[@]}" install -y --no-install-recommends "${packages[@]}"
    } < /dev/null || true
  fi
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -eq 0 ] && return
  fail "missing; install them with: apt-get install --no-install-recommends ${packages[*]}"
}
