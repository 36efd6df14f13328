/* LD_PRELOAD for freeDiameterd: bind() to any address becomes bind() to 127.0.0.1. freeDiameter ignores loopback
 * addresses in ListenOn and then listens on 0.0.0.0; a test must not. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

int bind(int fd, const struct sockaddr *address, socklen_t length) {
  int (*real)(int, const struct sockaddr *, socklen_t) =
      (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "bind");
  const struct sockaddr_in *in = (const struct sockaddr_in *)address;
  if (in->sin_family == AF_INET && in->sin_addr.s_addr == htonl(INADDR_ANY)) {
    struct sockaddr_in loopback = *in;
    loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return real(fd, (struct sockaddr *)&loopback, sizeof loopback);
  }
  return real(fd, address, length);
}
