# shellcheck shell=bash
# A virtual machine without disk or network: Debian's kernel, BusyBox and a Java runtime in an initramfs.

KERNEL_PACKAGE=linux-image-cloud-amd64
MODULES=(libcrc32c udp_tunnel ip6_udp_tunnel sctp)
JAVA_MODULES=java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.management,jdk.sctp,jdk.unsupported,jdk.httpserver

missing_vm_tools() {
  command -v qemu-system-x86_64 > /dev/null || echo qemu-system-x86
  command -v cpio > /dev/null || echo cpio
  [ -n "$(busybox_binary)" ] || echo busybox-static
  [ -e /usr/lib/x86_64-linux-gnu/libsctp.so.1 ] || echo libsctp1
}

# A BusyBox that needs no library.
busybox_binary() {
  local binary
  binary=$(command -v busybox || true)
  if [ -n "$binary" ] && ! ldd "$binary" > /dev/null 2>&1; then echo "$binary"; fi
}

install_vm_tools() {
  local packages
  mapfile -t packages < <(missing_vm_tools)
  [ ${#packages[@]} -eq 0 ] && return
  say "installing: ${packages[*]}"
  apt_get update -q >&2 || say "going on with the package lists that there are"
  apt_get install -y --no-install-recommends "${packages[@]}" >&2 < /dev/null || true
  mapfile -t packages < <(missing_vm_tools)
  [ ${#packages[@]} -eq 0 ] || die "missing; install them with: apt-get install --no-install-recommends ${packages[*]}"
}

apt_get() {
  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n "${as_root[@]}"); fi
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=60 "$@"
}

# fetch_kernel DIRECTORY: unpacks Debian's kernel there; nothing of it is installed.
fetch_kernel() {
  mkdir -p "$1"
  # apt fetches as a user of its own, who may not look into a directory of ours.
  chmod 755 "$RUN" "$1"
  download_kernel "$1" || { apt_get update -q >&2 && download_kernel "$1"; } || die "the kernel cannot be downloaded"
  dpkg-deb -x "$1"/*.deb "$1"
}

download_kernel() {
  local package
  package=$(apt-cache depends "$KERNEL_PACKAGE" 2> /dev/null | sed -n 's/.*Depends: \(linux-image-[0-9]\)/\1/p;T;q')
  [ -n "$package" ] && (cd "$1" && apt-get download -q "$package" >&2)
}

# make_root DIRECTORY: everything but what is to be run.
make_root() {
  local root=$1 module file library
  mkdir -p "$root"/{bin,dev,proc,sys,tmp,lib/modules}
  cp "$(busybox_binary)" "$root/bin/busybox"
  for module in "${MODULES[@]}"; do
    find "$RUN/kernel/lib/modules" -name "$module.ko*" -exec cp {} "$root/lib/modules/" \;
  done
  "$JAVA_HOME/bin/jlink" --add-modules "$JAVA_MODULES" --strip-debug --no-header-files --no-man-pages --output "$root/java"
  # With the archive of its classes Java starts in half the time.
  "$root/java/bin/java" -Xshare:dump > /dev/null 2>&1
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done < <({ find "$root/java" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2> /dev/null
    ldd /usr/lib/x86_64-linux-gnu/libsctp.so.1
    echo "=> /usr/lib/x86_64-linux-gnu/libsctp.so.1"; } |
    sed -n "s/.*=> \(\/[^ ]*\).*/\1/p;s/^\t\(\/lib64[^ ]*\) .*/\1/p" | grep -v "^$root" | sort -u)
  cp "$HERE/vm/init" "$root/init"
  chmod 755 "$root/init"
}

# pack ROOT FILE
pack() {
  (cd "$1" && find . | cpio --quiet -o -H newc) | gzip -1 > "$2"
}

# boot KERNEL INITRAMFS LOG SECONDS: runs until the machine powers itself off.
boot() {
  local status=0
  say "booting; the console goes to $3"
  timeout --kill-after=10 "$4" qemu-system-x86_64 -accel tcg,thread=multi -cpu "${VM_CPU:-Nehalem}" -smp 2 -m 2048 \
    -nodefaults -no-user-config -display none -no-reboot -serial file:"$3" \
    -kernel "$(echo "$1"/boot/vmlinuz-*)" -initrd "$2" -append "console=ttyS0 quiet panic=-1 mitigations=off" \
    < /dev/null || status=$?
  if [ "$status" -eq 124 ]; then say "the machine did not end within $4 s"; fi
}

# judge LOG: prints what the tests said, and fails unless they said that all has passed.
judge() {
  local last
  tr -d '\r' < "$1" | sed -n '/^SCTP-TESTS-BEGIN$/,$p' | grep -a -E '^(PASS|FAIL) ' || true
  last=$(tr -d '\r' < "$1" | grep -a -E '^[0-9]+ passed, [0-9]+ failed$' | tail -n 1 || true)
  if [[ $last =~ ^[1-9][0-9]*\ passed,\ 0\ failed$ ]] && grep -q -a '^SCTP-TESTS-END 0' "$1"; then
    [ -n "${INTEROP_KEEP:-}" ] && say "kept: $RUN" || rm -rf "$RUN"
    echo "$last"
    return 0
  fi
  echo "${last:-0 passed, 1 failed}"
  say "all of the console: $1"
  tail -n 60 "$1" >&2
  return 1
}
