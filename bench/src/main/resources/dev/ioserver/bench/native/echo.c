/*
 * An epoll loop that echoes, with nothing around it: edge-triggered, one thread, one read for a
 * message that fits, as small as such a loop can be.
 *
 * usage: echo SPIN
 *   SPIN 1 looks at the kernel without waiting
 * prints its port, then serves until its standard input ends, as it does with the benchmark
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, ROOM = 65536 };

static char buffer[ROOM];

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
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
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

int main(int count, char **arguments) {
  int spin = count > 1 && arguments[1][0] == '1';
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) < 0 ||
      listen(listener, SOMAXCONN) < 0 ||
      getsockname(listener, (struct sockaddr *)&address, &size) < 0) {
    fail("listen");
  }
  int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_fd < 0) fail("epoll_create1");
  add(epoll_fd, listener, EPOLLIN | EPOLLET);
  add(epoll_fd, STDIN_FILENO, EPOLLIN);
  printf("%d\n", ntohs(address.sin_port));
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
