/*
 * What the kqueue engine takes for granted of a kernel, each as a test without any Java: one line, "ok NAME", or
 * "FAILED NAME" with what was seen and with what the engine would do wrong on such a system. "COSTS NAME" is no
 * failure: the engine works there, and is slower. Exit code 1 if one failed.
 *
 *   cc -O1 -Wall -o kqueue-assumptions ci/kqueue-assumptions.c -lpthread && ./kqueue-assumptions
 *
 * On Linux it takes the file of a library that has kqueue and kevent, such as libkqueue's, and -ldl. Sockets are those
 * of the process: a library that brings a kernel of its own is preloaded as well. It talks to itself on 127.0.0.1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <dlfcn.h>
/* The layout that macOS has, and FreeBSD's numbers. */
struct kevent {
  uintptr_t ident;
  int16_t filter;
  uint16_t flags;
  uint32_t fflags;
  intptr_t data;
  void *udata;
};
enum { EVFILT_READ = -1, EVFILT_WRITE = -2, EVFILT_USER = -11 };
enum { EV_ADD = 1, EV_DELETE = 2, EV_CLEAR = 0x20, EV_ERROR = 0x4000, EV_EOF = 0x8000, NOTE_TRIGGER = 0x01000000 };
static int (*kqueue_in)(void);
static int (*kevent_in)(int, const struct kevent *, int, struct kevent *, int, const struct timespec *);
#define kqueue() kqueue_in()
#define kevent(kq, changes, n, events, room, time) kevent_in(kq, changes, n, events, room, time)
#else
#include <sys/types.h>

#include <sys/event.h>
#endif

enum { ROOM = 64, PATIENCE = 2000, SILENCE = 100 };

static int kq = -1, failures, held, costly, absent;
static struct kevent seen[ROOM];
static char said[400];

/* What was seen, for the line of a failure; the last of several stays. */
static int saw(int holds, const char *format, ...) {
  if (!holds) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(said, sizeof said, format, arguments);
    va_end(arguments);
  }
  return holds;
}

static void verdict(const char *name, int holds, const char *consequence) {
  if (holds) {
    held++;
    printf("ok      %s\n", name);
  } else {
    failures++;
    printf("FAILED  %s: %s. So %s.\n", name, said[0] ? said : "it does not hold", consequence);
  }
  said[0] = 0;
  fflush(stdout);
}

/* As a verdict, of what the engine hopes for and does not need. */
static void hope(const char *name, int holds, const char *consequence) {
  if (holds) {
    verdict(name, holds, consequence);
  } else {
    costly++;
    printf("COSTS   %s: %s. So %s.\n", name, said, consequence);
    said[0] = 0;
  }
}

/* Neither holds nor fails: the system has no such thing, and the engine another way. */
static void without(const char *name, const char *why) {
  absent++;
  printf("absent  %s: %s\n", name, why);
}

static _Noreturn void broken(const char *call) {
  printf("FAILED  the program itself: %s: %s\n", call, strerror(errno));
  exit(1);
}

static int must(int result, const char *call) {
  if (result < 0) {
    broken(call);
  }
  return result;
}

static void fresh(void) {
  if (kq >= 0) {
    close(kq);
  }
  kq = must(kqueue(), "kqueue");
}

static struct kevent change(int fd, int filter, int flags, long token) {
  struct kevent made;
  memset(&made, 0, sizeof made);
  made.ident = (uintptr_t) fd;
  made.filter = (int16_t) filter;
  made.flags = (uint16_t) flags;
  made.udata = (void *) token;
  return made;
}

/* One change, without room for events: 0, or the negative errno. */
static int apply(int fd, int filter, int flags, long token) {
  struct kevent one = change(fd, filter, flags, token);
  return kevent(kq, &one, 1, NULL, 0, NULL) < 0 ? -errno : 0;
}

static int wait_with(const struct kevent *changes, int count, int room, int millis) {
  struct timespec time = {millis / 1000, millis % 1000 * 1000000L};
  memset(seen, 0, sizeof seen);
  int n = kevent(kq, changes, count, seen, room, &time);
  return n < 0 ? -errno : n;
}

static int wait_for(int millis) { return wait_with(NULL, 0, ROOM, millis); }

static int silent(void) {
  int n = wait_for(SILENCE);
  return saw(n == 0, "%d events where none was due, the first of filter %d with flags 0x%x", n, seen[0].filter,
             (unsigned) seen[0].flags);
}

static const struct kevent *find(int n, int fd, int filter) {
  for (int i = 0; i < n; i++) {
    if (seen[i].ident == (uintptr_t) fd && seen[i].filter == filter) {
      return &seen[i];
    }
  }
  return NULL;
}

static long token(const struct kevent *event) { return event == NULL ? 0 : (long) event->udata; }

/* Waits until a filter of a descriptor says EV_EOF with the errno. The two may come in two batches. */
static int ends_with(int fd, int code) {
  for (int i = 0, n = 1; i < 4 && n > 0; i++) {
    n = wait_for(PATIENCE);
    for (int at = 0; at < n; at++) {
      if (seen[at].ident == (uintptr_t) fd && (seen[at].flags & EV_EOF) && (int) seen[at].fflags == code) {
        return 1;
      }
    }
  }
  return saw(0, "neither filter said EV_EOF with errno %d", code);
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void non_blocking(int fd) { must(fcntl(fd, F_SETFL, O_NONBLOCK), "fcntl"); }

static struct sockaddr_in loopback(void) {
  struct sockaddr_in at;
  memset(&at, 0, sizeof at);
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

static int listening(struct sockaddr_in *at) {
  socklen_t length = sizeof *at;
  int fd = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  *at = loopback();
  must(bind(fd, (struct sockaddr *) at, length), "bind");
  must(listen(fd, 16), "listen");
  must(getsockname(fd, (struct sockaddr *) at, &length), "getsockname");
  return fd;
}

/* Ours, non-blocking, and the peer's. */
static int ours, peers;

static void connected(void) {
  struct sockaddr_in at;
  int listener = listening(&at);
  peers = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(connect(peers, (struct sockaddr *) &at, sizeof at), "connect");
  ours = must(accept(listener, NULL, NULL), "accept");
  non_blocking(ours);
  close(listener);
}

static void disconnected(void) {
  close(ours);
  close(peers);
}

static void put(int fd, const char *bytes) { must((int) write(fd, bytes, strlen(bytes)), "write"); }

/* A byte is there when the event of another queue has said so: loopback need not be synchronous. */
static void arrived(int fd) {
  int keep = kq;
  kq = must(kqueue(), "kqueue");
  apply(fd, EVFILT_READ, EV_ADD, 1);
  wait_for(PATIENCE);
  close(kq);
  kq = keep;
}

static void reset_by_peer(void) {
  struct linger linger = {1, 0};
  must(setsockopt(peers, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), "setsockopt");
  close(peers);
}

static int pending_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  must(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size), "getsockopt");
  return error;
}

static void edges_of_reading(void) {
  char bytes[64];
  fresh();
  connected();
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  int holds = silent();
  put(peers, "0123456789");
  int n = wait_for(PATIENCE);
  holds &= saw(n == 1, "%d events of ten bytes", n);
  holds &= silent();
  must((int) read(ours, bytes, 4), "read");
  holds &= silent();
  put(peers, "abc");
  n = wait_for(PATIENCE);
  holds &= saw(n == 1, "%d events for new bytes behind some that were not read", n);
  verdict("read-edge", holds, "reading would spin, or never hear of bytes that came later");

  struct kevent level[2] = {change(ours, EVFILT_READ, EV_DELETE, 3), change(ours, EVFILT_READ, EV_ADD, 4)};
  n = wait_with(level, 2, ROOM, PATIENCE);
  holds = saw(n == 1 && token(seen) == 4, "%d events, the first of token %ld", n, token(seen));
  n = wait_for(PATIENCE);
  holds &= saw(n == 1 && token(seen) == 4, "%d events in the second wait", n);
  verdict("delete-and-add-in-one-list-changes-the-trigger", holds,
          "a change between edge and level would be lost, and a descriptor stay silent");
  disconnected();
}

static void edges_of_writing(void) {
  static char bytes[1 << 16];
  long long written = 0, taken = 0;
  fresh();
  connected();
  apply(ours, EVFILT_WRITE, EV_ADD | EV_CLEAR, 1);
  int n = wait_for(PATIENCE);
  int holds = saw(n == 1, "%d events at registration", n) && silent();
  put(ours, "x");
  arrived(peers);
  holds &= silent();
  hope("write-edge-at-registration-alone", holds, "each acknowledgement by the peer wakes the loop");
  /* Full, and still full after a while: what is under way goes to the buffer of the peer, and makes room again. */
  int quiet = 0;
  for (int again = 0; again < 100 && !quiet; again++) {
    for (ssize_t some; (some = write(ours, bytes, sizeof bytes)) > 0;) {
      written += some;
    }
    quiet = wait_for(SILENCE) == 0;
  }
  holds = saw(quiet, "a socket that nobody reads from never stayed full");
  non_blocking(peers);
  int events = 0;
  for (long long end = now() + 20000000000LL; taken <= written && now() < end;) {
    ssize_t some = read(peers, bytes, sizeof bytes);
    if (some > 0) {
      taken += some;
    } else {
      int more = wait_for(10);
      events += more > 0 ? more : 0;
    }
  }
  if (events == 0) {
    events = wait_for(PATIENCE);
  }
  holds &= saw(events >= 1, "no event after the peer had taken %lld of %lld bytes", taken, written + 1);
  verdict("write-edge-after-full", holds, "a sender whose socket was full once would wait for ever");
  disconnected();
}

static void end_of_stream(void) {
  fresh();
  connected();
  apply(ours, EVFILT_WRITE, EV_ADD | EV_CLEAR, 1);
  wait_for(PATIENCE);
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 2);
  put(peers, "hello");
  shutdown(peers, SHUT_WR);
  const struct kevent *end = NULL;
  int writes = 0, n = 1;
  for (int i = 0; i < 4 && n > 0 && end == NULL; i++) {
    n = wait_for(PATIENCE);
    writes |= find(n, ours, EVFILT_WRITE) != NULL;
    end = find(n, ours, EVFILT_READ);
    end = end != NULL && (end->flags & EV_EOF) ? end : NULL;
  }
  int holds = saw(end != NULL, "EVFILT_READ did not say EV_EOF");
  holds &= saw(end == NULL || end->fflags == 0, "errno %u with an end in good order", end == NULL ? 0 : end->fflags);
  verdict("end-of-stream", holds, "a peer that closed would not be noticed, or taken for one that failed");
  hope("end-of-stream-leaves-writing-alone", saw(!writes, "EVFILT_WRITE had an event"),
       "the end of a stream makes two events");
  fresh();
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 3);
  n = wait_for(PATIENCE);
  verdict("registering-at-the-end-tells-it", saw(n == 1 && (seen[0].flags & EV_EOF), "%d events, flags 0x%x", n,
          (unsigned) seen[0].flags),
          "a connection that ended before it was registered would stay for ever");
  disconnected();

  fresh();
  connected();
  put(peers, "x");
  shutdown(peers, SHUT_WR);
  arrived(ours);
  int ended = 0;
  struct kevent both[2] = {
      change(ours, EVFILT_WRITE, EV_ADD | EV_CLEAR, 1),
      change(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1)};
  n = wait_with(both, 2, ROOM, PATIENCE);
  for (int i = 0; i < 4 && n > 0 && !ended; i++) {
    const struct kevent *reads = find(n, ours, EVFILT_READ);
    ended = reads != NULL && (reads->flags & EV_EOF);
    n = ended ? 0 : wait_for(PATIENCE);
  }
  verdict("end-behind-bytes-is-told", saw(ended, "EVFILT_READ, registered after EVFILT_WRITE, did not say EV_EOF"),
          "a peer that sent and closed would not be noticed");
  disconnected();

  fresh();
  connected();
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  shutdown(ours, SHUT_WR);
  int early = wait_for(SILENCE) > 0 && (seen[0].flags & EV_EOF);
  put(peers, "z");
  n = wait_for(PATIENCE);
  holds = saw(!early, "EVFILT_READ said EV_EOF to whoever shut its own output down");
  holds &= saw(n == 1 && !(seen[0].flags & EV_EOF), "%d events of the answer, flags 0x%x", n, (unsigned) seen[0].flags);
  verdict("own-shutdown-leaves-reading-alone", holds, "a client that half-closes would lose its answer");
  disconnected();
}

static void errors_of_sockets(void) {
  char byte;
  fresh();
  connected();
  apply(ours, EVFILT_WRITE, EV_ADD | EV_CLEAR, 1);
  wait_for(PATIENCE);
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  reset_by_peer();
  verdict("reset-is-told", ends_with(ours, ECONNRESET),
          "a connection that was reset would look like one that ended well");
  ssize_t got = read(ours, &byte, 1);
  verdict("reset-stays-with-the-socket", saw(got < 0 && errno == ECONNRESET, "read gave %d, errno %d", (int) got,
          got < 0 ? errno : 0),
          "the trait keepsErrors of the engine would be wrong, and a reset pass for an end");
  close(ours);

  struct sockaddr_in at;
  fresh();
  close(listening(&at));
  ours = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  non_blocking(ours);
  int now_refused = connect(ours, (struct sockaddr *) &at, sizeof at) < 0 && errno == ECONNREFUSED;
  if (now_refused) {
    without("refused-connect-is-told", "this system refuses at once, in the call");
    without("refused-connect-stays-with-the-socket", "this system refuses at once, in the call");
  } else {
    struct kevent both[2] = {
        change(ours, EVFILT_WRITE, EV_ADD | EV_CLEAR, 1),
        change(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1)};
    must(kevent(kq, both, 2, NULL, 0, NULL), "kevent");
    verdict("refused-connect-is-told", ends_with(ours, ECONNREFUSED),
            "a refused connect would take until its time-out");
    int error = pending_error(ours);
    verdict("refused-connect-stays-with-the-socket", saw(error == ECONNREFUSED, "SO_ERROR gave %d", error),
            "a refused connect would look as if it were still under way");
  }
  close(ours);

  socklen_t length = sizeof at;
  fresh();
  int unused = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  at = loopback();
  must(bind(unused, (struct sockaddr *) &at, length), "bind");
  must(getsockname(unused, (struct sockaddr *) &at, &length), "getsockname");
  ours = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
  non_blocking(ours);
  must(connect(ours, (struct sockaddr *) &at, length), "connect");
  close(unused);
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  must((int) send(ours, "x", 1, 0), "send");
  int n = wait_for(PATIENCE);
  got = recv(ours, &byte, 1, 0);
  verdict("refused-datagram-is-readable", saw(n == 1 && got < 0 && errno == ECONNREFUSED, "%d events, then errno %d",
          n, got < 0 ? errno : 0),
          "who sends to nobody would not be told");
  close(ours);
}

static void changes_that_fail(void) {
  fresh();
  connected();
  put(peers, "x");
  arrived(ours);
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  struct kevent gone = change(ours, EVFILT_WRITE, EV_DELETE, -99);
  int n = wait_with(&gone, 1, ROOM, 0);
  int holds = saw(n >= 1 && (seen[0].flags & EV_ERROR) && seen[0].data == ENOENT,
                  "%d events, the first with flags 0x%x and data %ld", n,
                  (unsigned) seen[0].flags, (long) seen[0].data);
  holds &= saw(n < 1 || token(seen) == -99, "the failure had token %ld", token(seen));
  verdict("absent-filter-is-an-event-with-enoent", holds,
          "the engine would take a removal of what is gone for a failure");
  if (n == 1) {
    n = wait_for(PATIENCE);
  } else if (n == 2) {
    seen[0] = seen[1];
    n = 1;
  }
  verdict("events-beside-a-failure-are-not-lost", saw(n == 1 && token(seen) == 1, "%d events after the failure", n),
          "a socket would stay silent for ever after another one's failed change");

  long long before = now();
  n = wait_with(&gone, 1, ROOM, 5000);
  verdict("failed-change-ends-the-wait", saw(n == 1 && now() - before < 4000000000LL, "%d events after %lld ms", n,
          (now() - before) / 1000000),
          "a failure to register would be told only at the end of a wait");

  struct kevent list[3] = {
      change(peers, EVFILT_WRITE, EV_ADD | EV_CLEAR, 1),
      change(1000, EVFILT_READ, EV_ADD, 2),
      change(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 3)};
  close(1000);
  fresh();
  n = wait_with(list, 3, ROOM, 0);
  holds = saw(n >= 1 && (seen[0].flags & EV_ERROR) && seen[0].data == EBADF && token(seen) == 2,
              "%d events, the first with flags 0x%x and data %ld", n, (unsigned) seen[0].flags, (long) seen[0].data);
  int of_writes = n > 0 && find(n, peers, EVFILT_WRITE) != NULL, of_reads = n > 0 && find(n, ours, EVFILT_READ) != NULL;
  for (int i = 0; i < 2 && n > 0 && !(of_reads && of_writes); i++) {
    n = wait_for(PATIENCE);
    of_writes |= find(n, peers, EVFILT_WRITE) != NULL;
    of_reads |= find(n, ours, EVFILT_READ) != NULL;
  }
  holds &= saw(of_writes, "the change before the one that failed was not applied");
  holds &= saw(of_reads, "the change after the one that failed was not applied");
  verdict("failure-in-mid-list-drops-nothing", holds,
          "one closed descriptor would take the registrations of others with it");
  disconnected();
}

static void closing(void) {
  fresh();
  connected();
  put(peers, "x");
  arrived(ours);
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  int number = ours, copy = must(dup(ours), "dup");
  close(ours);
  verdict("close-removes", silent(), "events would come for a descriptor that was closed");
  put(peers, "y");
  verdict("close-removes-in-spite-of-a-duplicate", silent(),
          "a child process that has the descriptor would keep its events alive");
  int result = apply(number, EVFILT_READ, EV_DELETE, 2);
  verdict("removal-after-close-finds-nothing", saw(result == -EBADF || result == -ENOENT, "it gave %d", result),
          "the engine would report a failure at each close");
  close(copy);
  close(peers);
  connected();
  int fd = ours == number ? ours : peers == number ? peers : -1;
  if (fd < 0) {
    without("number-used-again-has-nothing-of-the-old", "the number was not used again");
  } else {
    int holds = silent();
    result = apply(fd, EVFILT_READ, EV_DELETE, 3);
    holds &= saw(result == -ENOENT, "a removal gave %d", result);
    apply(fd, EVFILT_READ, EV_ADD | EV_CLEAR, 4);
    put(fd == ours ? peers : ours, "z");
    int n = wait_for(PATIENCE);
    holds &= saw(n == 1 && token(seen) == 4, "%d events, of token %ld", n, token(seen));
    verdict("number-used-again-has-nothing-of-the-old", holds, "a new connection would get the events of an old one");
  }
  disconnected();

  fresh();
  connected();
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  put(peers, "x");
  arrived(ours);
  apply(ours, EVFILT_READ, EV_DELETE, 1);
  verdict("removal-takes-the-pending-event", silent(),
          "a connection that was handed over would still wake its old loop");
  disconnected();
}

static void batches(void) {
  enum { PAIRS = 40, SMALL = 7 };
  int mine[PAIRS], theirs[PAIRS], total = 0;
  fresh();
  for (int i = 0; i < PAIRS; i++) {
    connected();
    mine[i] = ours;
    theirs[i] = peers;
    apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, i + 1);
    put(peers, "x");
    arrived(ours);
  }
  for (int n; total < PAIRS && (n = wait_with(NULL, 0, SMALL, PATIENCE)) > 0;) {
    total += n;
  }
  int holds = saw(total == PAIRS, "%d events of %d", total, PAIRS) && silent();
  verdict("edges-without-room-come-later", holds, "connections would stay silent on a busy server");
  for (int i = 0; i < PAIRS; i++) {
    close(mine[i]);
    close(theirs[i]);
  }

  struct sockaddr_in at;
  int clients[3];
  fresh();
  int listener = listening(&at);
  non_blocking(listener);
  apply(listener, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  holds = silent();
  for (int i = 0; i < 3; i++) {
    clients[i] = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
    must(connect(clients[i], (struct sockaddr *) &at, sizeof at), "connect");
    int n = wait_for(PATIENCE);
    holds &= saw(n == 1, "%d events for connection %d, with those before it in the backlog", n, i + 1);
  }
  verdict("each-connection-is-an-edge", holds, "a listener that takes one at a time would forget the others");
  for (int i = 0; i < 3; i++) {
    close(must(accept(listener, NULL, NULL), "accept"));
    close(clients[i]);
  }
  close(listener);
}

static void times(void) {
  static const int millis[] = {1, 3, 20};
  int holds = 1;
  fresh();
  for (unsigned i = 0; i < sizeof millis / sizeof *millis; i++) {
    for (int again = 0; again < 5; again++) {
      long long before = now();
      wait_for(millis[i]);
      long long took = now() - before;
      holds &= saw(took >= millis[i] * 1000000LL, "%d ms took %lld ns", millis[i], took);
    }
  }
  verdict("time-outs-are-never-early", holds, "timers would spin for the rest of their time");
  struct timespec day = {24 * 60 * 60, 0};
  connected();
  put(peers, "x");
  arrived(ours);
  apply(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  int n = kevent(kq, NULL, 0, seen, ROOM, &day);
  verdict("a-day-is-a-time-out", saw(n == 1, "%d, errno %d", n, n < 0 ? errno : 0),
          "the longest wait of the engine would be refused");
  disconnected();
}

struct waker {
  pthread_t thread;
  int kq, fd;
  struct kevent trigger;
};

static void *wake_later(void *argument) {
  struct waker *waker = argument;
  usleep(50000);
  if (waker->fd >= 0) {
    if (write(waker->fd, "x", 1) < 0) {
      perror("write");
    }
  } else {
    kevent(waker->kq, &waker->trigger, 1, NULL, 0, NULL);
  }
  return NULL;
}

/* Whether a wait that began before it is ended by what another thread does. */
static int woken_by_another(struct waker *waker, long wanted) {
  long long before = now();
  if (pthread_create(&waker->thread, NULL, wake_later, waker) != 0) {
    broken("pthread_create");
  }
  int n = wait_for(10000);
  int holds = saw(n == 1 && token(seen) == wanted && now() - before < 9000000000LL, "%d events after %lld ms", n,
                  (now() - before) / 1000000);
  pthread_join(waker->thread, NULL);
  return holds;
}

static void wakers(void) {
  struct waker waker;
  memset(&waker, 0, sizeof waker);
  fresh();
  waker.kq = kq;
  waker.fd = -1;
  waker.trigger = change(-1, EVFILT_USER, 0, 7);
  waker.trigger.fflags = NOTE_TRIGGER;
  if (apply(-1, EVFILT_USER, EV_ADD | EV_CLEAR, 7) < 0) {
    without("user-event", "no EVFILT_USER here: the engine wakes through a pipe");
  } else {
    int holds = silent();
    for (int i = 0; i < 3; i++) {
      must(kevent(kq, &waker.trigger, 1, NULL, 0, NULL), "kevent");
    }
    int n = wait_for(PATIENCE);
    holds &= saw(n == 1 && seen[0].filter == EVFILT_USER && token(seen) == 7, "%d events of three triggers",
                 n) && silent();
    holds &= woken_by_another(&waker, 7) && silent();
    verdict("user-event", holds, "wake-ups would be lost or repeat without end; -Dioserver.kqueue.waker=pipe helps");
  }

  int ends[2], holds = 1;
  fresh();
  must(pipe(ends), "pipe");
  non_blocking(ends[0]);
  apply(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR, 8);
  for (int i = 0; i < 2; i++) {
    put(ends[1], "x");
    int n = wait_for(PATIENCE);
    holds &= saw(n == 1 && token(seen) == 8, "%d events of byte %d in the pipe", n, i + 1) && silent();
  }
  waker.fd = ends[1];
  holds &= woken_by_another(&waker, 8);
  verdict("pipe-as-waker", holds, "the engine could not be woken where there is no EVFILT_USER");
  close(ends[0]);
  close(ends[1]);
}

static void nesting(void) {
  fresh();
  int inner = kq;
  kq = -1;
  fresh();
  connected();
  struct kevent add = change(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  must(kevent(inner, &add, 1, NULL, 0, NULL), "kevent");
  int result = apply(inner, EVFILT_READ, EV_ADD, 2);
  put(peers, "x");
  int n = result < 0 ? result : wait_for(PATIENCE);
  verdict("queues-nest", saw(n == 1 && token(seen) == 2, "%d events of the outer queue", n),
          "a selector's descriptor could not be waited for, and the trait nests be wrong");
  close(inner);
  disconnected();
}

static void nothing(int signal) { (void) signal; }

static void *interrupt_later(void *argument) {
  usleep(50000);
  pthread_kill(*(pthread_t *) argument, SIGUSR1);
  return NULL;
}

static void signals(void) {
  struct sigaction action;
  pthread_t self = pthread_self(), other;
  memset(&action, 0, sizeof action);
  action.sa_handler = nothing;
  sigaction(SIGUSR1, &action, NULL);
  fresh();
  connected();
  struct kevent add = change(ours, EVFILT_READ, EV_ADD | EV_CLEAR, 1);
  if (pthread_create(&other, NULL, interrupt_later, &self) != 0) {
    broken("pthread_create");
  }
  int n = wait_with(&add, 1, ROOM, 500);
  pthread_join(other, NULL);
  if (n == 0) {
    without("interrupted-wait-has-applied-its-changes", "signals do not interrupt a wait here");
  } else {
    put(peers, "x");
    int holds = saw(n == -EINTR, "the interrupted wait gave %d", n);
    n = wait_for(PATIENCE);
    holds &= saw(n == 1 && token(seen) == 1, "%d events of what was registered in the interrupted call", n);
    verdict("interrupted-wait-has-applied-its-changes", holds, "a registration would be lost by a signal");
  }
  disconnected();
}

int main(int count, char **arguments) {
#ifdef __linux__
  void *library = count == 2 ? dlopen(arguments[1], RTLD_NOW) : NULL;
  if (library == NULL) {
    fprintf(stderr, "%s\n", count == 2 ? dlerror() : "which library has kqueue?");
    return 2;
  }
  *(void **) &kqueue_in = dlsym(library, "kqueue");
  *(void **) &kevent_in = dlsym(library, "kevent");
  if (kqueue_in == NULL || kevent_in == NULL) {
    fprintf(stderr, "%s has no kqueue\n", arguments[1]);
    return 2;
  }
#else
  (void) count;
  (void) arguments;
#endif
  signal(SIGPIPE, SIG_IGN);
  edges_of_reading();
  edges_of_writing();
  end_of_stream();
  errors_of_sockets();
  changes_that_fail();
  closing();
  batches();
  times();
  wakers();
  nesting();
  signals();
  printf("%d assumptions hold, %d FAILED, %d cost time, %d are absent\n", held, failures, costly, absent);
  return failures > 0;
}
