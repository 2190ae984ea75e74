/*
 * An epoll loop that echoes, with nothing around it: edge-triggered, one thread, one read for a
 * message that fits, as small as such a loop can be.
 *
 * usage: echo SPIN [FILE]
 *   SPIN 1 looks at the kernel without waiting
 *   FILE is that of a Unix socket, to listen there instead of on a port
 * prints its port or the file, then serves until its standard input ends, as it does with the benchmark
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { EVENTS = 256, ROOM = 65536 };

static char buffer[ROOM];
static int tcp;

static void fail(const char *call) {
  perror(call);
  exit(1);
}

static void add(int epoll_fd, int fd, unsigned events) {
  struct epoll_event change = {.events = events, .data.fd = fd};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &change) < 0) fail("epoll_ctl");
}

static void accept_all(int epoll_fd, int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    int on = 1;
    /* A Unix socket has no such option, and needs none. */
    if (tcp) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    add(epoll_fd, fd, EPOLLIN | EPOLLRDHUP | EPOLLET);
  }
}

/* What a socket does not take at once is waited for: the clients here never let it come so far. */
static int write_all(int fd, ssize_t length) {
  for (ssize_t done = 0; done < length;) {
    ssize_t n = send(fd, buffer + done, (size_t)(length - done), MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN && errno != EINTR) return -1;
    if (n > 0) done += n;
  }
  return 0;
}

static void echo(int fd) {
  while (1) {
    ssize_t n = recv(fd, buffer, ROOM, 0);
    if (n > 0 && write_all(fd, n) == 0) {
      /* A short read has emptied the socket. */
      if (n < ROOM) return;
      continue;
    }
    if (n < 0 && errno == EAGAIN) return;
    if (n < 0 && errno == EINTR) continue;
    close(fd);
    return;
  }
}

static int listen_at(struct sockaddr *address, socklen_t *size) {
  int listener = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, address, *size) < 0 || listen(listener, SOMAXCONN) < 0 ||
      getsockname(listener, address, size) < 0) {
    fail("listen");
  }
  return listener;
}

static int listen_on_port(void) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = listen_at((struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  return listener;
}

static int listen_at_file(const char *file) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  socklen_t size = sizeof address;
  if (strlen(file) >= sizeof address.sun_path) fail("the file's name is too long");
  strcpy(address.sun_path, file);
  int listener = listen_at((struct sockaddr *)&address, &size);
  printf("%s\n", file);
  return listener;
}

int main(int count, char **arguments) {
  int spin = count > 1 && arguments[1][0] == '1';
  tcp = count < 3;
  int listener = tcp ? listen_on_port() : listen_at_file(arguments[2]);
  int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_fd < 0) fail("epoll_create1");
  add(epoll_fd, listener, EPOLLIN | EPOLLET);
  add(epoll_fd, STDIN_FILENO, EPOLLIN);
  fflush(stdout);

  struct epoll_event events[EVENTS];
  while (1) {
    int n = epoll_wait(epoll_fd, events, EVENTS, spin ? 0 : -1);
    if (n < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == STDIN_FILENO) return 0;
      if (fd == listener) {
        accept_all(epoll_fd, listener);
      } else {
        echo(fd);
      }
    }
  }
}
