/*
 * Where libkqueue differs from the kqueue of kernels, shown without any Java: each line that is printed is
 * an observation, "name value". Called with the file of the library.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct kevent {
  uintptr_t ident;
  int16_t filter;
  uint16_t flags;
  uint32_t fflags;
  intptr_t data;
  void *udata;
};

enum { READ = -1, WRITE = -2, USER = -11, ADD = 1, CLEAR = 0x20, ERROR = 0x4000, END = 0x8000 };

static int (*kqueue_)(void);
static int (*kevent_)(int, const struct kevent *, int, struct kevent *, int, const struct timespec *);
static const struct timespec NO_TIME = {0, 0};
static const struct timespec SHORT = {0, 50 * 1000 * 1000};

static struct kevent change(int fd, int filter, int flags) {
  struct kevent k = {.ident = (uintptr_t) fd, .filter = (int16_t) filter, .flags = (uint16_t) flags};
  return k;
}

static void pair(int ends[2]) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  bind(listener, (struct sockaddr *) &at, length);
  listen(listener, 1);
  getsockname(listener, (struct sockaddr *) &at, &length);
  ends[0] = socket(AF_INET, SOCK_STREAM, 0);
  connect(ends[0], (struct sockaddr *) &at, length);
  ends[1] = accept(listener, NULL, NULL);
  close(listener);
}

/* A kernel forgets a descriptor when it is closed, whatever duplicates there are. */
static void close_does_not_remove(void) {
  int ends[2];
  struct kevent event, add;
  int kq = kqueue_();
  pair(ends);
  add = change(ends[0], READ, ADD);
  kevent_(kq, &add, 1, NULL, 0, NULL);
  dup(ends[0]);
  close(ends[0]);
  send(ends[1], "x", 1, 0);
  printf("events-after-close %d\n", kevent_(kq, NULL, 0, &event, 1, &SHORT));
}

/* A kernel reports a change that failed, and at once. */
static void failures_wait_and_are_lost(void) {
  struct kevent events[2], add = change(100000, READ, ADD);
  struct timespec before, after;
  int kq = kqueue_();
  memset(events, 0, sizeof events);
  clock_gettime(CLOCK_MONOTONIC, &before);
  printf("failures-reported %d\n", kevent_(kq, &add, 1, events, 2, &SHORT));
  clock_gettime(CLOCK_MONOTONIC, &after);
  long nanos = (after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec;
  printf("failure-was-written %d\n", (events[0].flags & ERROR) != 0 && events[0].data == EBADF);
  printf("failure-was-waited-for %d\n", nanos >= SHORT.tv_nsec);
}

/* A kernel shows the error of a socket and leaves it there. */
static void errors_are_taken(void) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct kevent events[2], add[2];
  socklen_t length = sizeof at, size = sizeof(int);
  int error = 0, shown = 0, kq = kqueue_();
  int unused = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  bind(unused, (struct sockaddr *) &at, length);
  getsockname(unused, (struct sockaddr *) &at, &length);
  connect(fd, (struct sockaddr *) &at, length);
  add[0] = change(fd, WRITE, ADD | CLEAR);
  add[1] = change(fd, READ, ADD | CLEAR);
  int n = kevent_(kq, add, 2, events, 2, &SHORT);
  for (int i = 0; i < n; i++) {
    shown |= events[i].fflags == ECONNREFUSED;
  }
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  printf("error-in-event %d\n", shown);
  printf("error-left-in-socket %d\n", error == ECONNREFUSED);
}

/* The same of a datagram that nobody has taken. */
static void errors_of_datagrams_are_taken(void) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct kevent event, add;
  socklen_t length = sizeof at;
  char byte;
  int kq = kqueue_(), unused = socket(AF_INET, SOCK_DGRAM, 0);
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  bind(unused, (struct sockaddr *) &at, length);
  getsockname(unused, (struct sockaddr *) &at, &length);
  connect(fd, (struct sockaddr *) &at, length);
  close(unused);
  add = change(fd, READ, ADD | CLEAR);
  kevent_(kq, &add, 1, NULL, 0, NULL);
  send(fd, "x", 1, 0);
  int n = kevent_(kq, NULL, 0, &event, 1, &SHORT);
  printf("datagram-error-in-event %d\n", n == 1 && event.fflags == ECONNREFUSED);
  printf("datagram-error-left %d\n", recv(fd, &byte, 1, 0) < 0 && errno == ECONNREFUSED);
}

/* A kernel says that the stream has ended, whatever else is registered. */
static void second_filter_hides_the_end(const char *name, int first, int second) {
  int ends[2];
  struct kevent events[2], add[2];
  int said = 0, kq = kqueue_();
  pair(ends);
  send(ends[1], "x", 1, 0);
  shutdown(ends[1], SHUT_WR);
  usleep(20000);
  add[0] = change(ends[0], first, ADD | CLEAR);
  add[1] = change(ends[0], second, ADD | CLEAR);
  int n = kevent_(kq, add, 2, events, 2, &SHORT);
  for (int i = 0; i < n; i++) {
    said |= events[i].filter == READ && (events[i].flags & END) != 0;
  }
  printf("%s %d\n", name, said);
}

/* A kernel keeps the events that it finds no room for. */
static void full_batches_lose_edges(void) {
  int first[2], second[2];
  struct kevent events[2], add[4];
  int total = 0, kq = kqueue_();
  pair(first);
  pair(second);
  send(first[1], "x", 1, 0);
  send(second[1], "x", 1, 0);
  usleep(20000);
  for (int i = 0; i < 4; i++) {
    add[i] = change(i < 2 ? first[0] : second[0], i % 2 == 0 ? WRITE : READ, ADD | CLEAR);
  }
  kevent_(kq, add, 4, NULL, 0, NULL);
  for (int i = 0; i < 3; i++) {
    total += kevent_(kq, NULL, 0, events, 2, &NO_TIME);
  }
  printf("events-of-four %d\n", total);
}

/* The descriptor of a kernel's kqueue is readable while the queue has events. */
static void queues_do_not_nest(void) {
  struct kevent event, add, trigger;
  int inner = kqueue_(), outer = kqueue_();
  add = change(7, USER, ADD | CLEAR);
  kevent_(inner, &add, 1, NULL, 0, NULL);
  trigger = change(7, USER, 0);
  trigger.fflags = 0x01000000; /* NOTE_TRIGGER */
  kevent_(inner, &trigger, 1, NULL, 0, NULL);
  add = change(inner, READ, ADD);
  printf("nested-reported %d\n", kevent_(outer, &add, 1, &event, 1, &SHORT) == 1);
  printf("inner-has-event %d\n", kevent_(inner, NULL, 0, &event, 1, &NO_TIME) == 1);
}

int main(int count, char **arguments) {
  void *library = count == 2 ? dlopen(arguments[1], RTLD_NOW) : NULL;
  if (library == NULL) {
    fprintf(stderr, "%s\n", count == 2 ? dlerror() : "which library?");
    return 1;
  }
  *(void **) &kqueue_ = dlsym(library, "kqueue");
  *(void **) &kevent_ = dlsym(library, "kevent");
  close_does_not_remove();
  failures_wait_and_are_lost();
  errors_are_taken();
  errors_of_datagrams_are_taken();
  second_filter_hides_the_end("end-said-read-first", READ, WRITE);
  second_filter_hides_the_end("end-said-write-first", WRITE, READ);
  full_batches_lose_edges();
  queues_do_not_nest();
  return 0;
}
