/*
 * What it costs to wake a thread that is blocked in epoll_wait, through an eventfd, with nothing
 * around it.
 *
 * usage: wake PAUSE_MICROS ROUNDS
 * prints, in nanoseconds: mean of the write, mean until the thread runs, median, 99th percentile
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define SPIN() __builtin_ia32_pause()
#else
#define SPIN() __asm__ volatile("yield")
#endif

static int epoll_fd;
static int event_fd;
static _Atomic long runs;
static _Atomic int stopped;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void fail(const char *call) {
  perror(call);
  exit(1);
}

static void *target(void *unused) {
  struct epoll_event events[16];
  (void)unused;
  while (!atomic_load(&stopped)) {
    if (epoll_wait(epoll_fd, events, 16, -1) > 0) {
      atomic_store_explicit(&runs, atomic_load_explicit(&runs, memory_order_relaxed) + 1,
                            memory_order_release);
    }
  }
  return NULL;
}

static void wake(void) {
  uint64_t one = 1;
  if (write(event_fd, &one, sizeof one) != sizeof one) fail("write");
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: wake PAUSE_MICROS ROUNDS\n");
    return 2;
  }
  int64_t pause = atoll(arguments[1]) * 1000;
  long rounds = atol(arguments[2]);
  int64_t *latency = calloc((size_t)rounds, sizeof *latency);
  if (rounds < 1 || latency == NULL) return 2;

  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  event_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (epoll_fd < 0 || event_fd < 0) fail("open");
  struct epoll_event change = {.events = EPOLLIN | EPOLLET};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, event_fd, &change) < 0) fail("epoll_ctl");
  pthread_t thread;
  if (pthread_create(&thread, NULL, target, NULL) != 0) fail("pthread_create");

  int64_t cost = 0, sum = 0;
  for (long i = -rounds / 10; i < rounds; i++) {
    int64_t began = now();
    if (pause > 500000) {
      struct timespec time = {.tv_sec = pause / 1000000000, .tv_nsec = pause % 1000000000};
      nanosleep(&time, NULL);
    }
    while (now() - began < pause) SPIN();
    long before = atomic_load_explicit(&runs, memory_order_acquire);
    int64_t start = now();
    wake();
    int64_t written = now();
    while (atomic_load_explicit(&runs, memory_order_acquire) == before) SPIN();
    int64_t end = now();
    if (i >= 0) {
      cost += written - start;
      sum += end - start;
      latency[i] = end - start;
    }
  }
  atomic_store(&stopped, 1);
  wake();
  pthread_join(thread, NULL);

  qsort(latency, (size_t)rounds, sizeof *latency, ascending);
  printf("%.1f %.1f %lld %lld\n", (double)cost / (double)rounds, (double)sum / (double)rounds,
         (long long)latency[rounds / 2], (long long)latency[rounds * 99 / 100]);
  return 0;
}
