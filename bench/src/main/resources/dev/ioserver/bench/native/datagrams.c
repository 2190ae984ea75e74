/*
 * An epoll loop that does with datagrams what their first byte asks for, with nothing around it:
 * one thread, up to 64 datagrams a call, as small as such a loop can be.
 *
 * usage: datagrams SEGMENTS
 *   SEGMENTS 1 takes and gives several datagrams as one (UDP_GRO, UDP_SEGMENT)
 * prints its port, then serves until its standard input ends, as it does with the benchmark
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SOL_UDP
#define SOL_UDP 17
#endif
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

/* What the first byte asks for; a count, a size and a port stand at 4, 8 and 12. */
enum { COUNT = 0, TELL = 1, ECHO = 2, SEND = 3 };

enum { BATCH = 64, ROOM = 2048, ALL = 65536, MOST_BYTES = 65507, RECEIVE_BUFFER = 4 << 20 };

typedef union {
  char bytes[CMSG_SPACE(sizeof(int))];
  struct cmsghdr align;
} control;

typedef struct {
  struct mmsghdr messages[BATCH];
  struct iovec vectors[BATCH];
  struct sockaddr_in names[BATCH];
  control controls[BATCH];
} batch;

static batch in, out;
static int out_count;
static char payload[ALL];
static char told[BATCH][8];
static uint64_t received;
static int segments, sock;

/* Looked at, so that each datagram is touched as the others' handlers touch it. */
static volatile unsigned touched;

static void fail(const char *call) {
  perror(call);
  exit(1);
}

static unsigned number(const char *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return ntohl(value);
}

/* What a socket does not take at once is waited for: on loopback it takes all. */
static void flush(void) {
  for (int done = 0; done < out_count;) {
    int n = sendmmsg(sock, out.messages + done, (unsigned)(out_count - done), MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN && errno != EINTR) fail("sendmmsg");
    if (n > 0) done += n;
  }
  out_count = 0;
}

static void give(void *data, size_t length, int segment, const struct sockaddr_in *to) {
  if (out_count == BATCH) flush();
  int i = out_count++;
  struct msghdr *message = &out.messages[i].msg_hdr;
  out.vectors[i] = (struct iovec){data, length};
  out.names[i] = *to;
  message->msg_name = &out.names[i];
  message->msg_namelen = sizeof out.names[i];
  message->msg_iov = &out.vectors[i];
  message->msg_iovlen = 1;
  message->msg_control = NULL;
  message->msg_controllen = 0;
  if (segment > 0 && (size_t)segment < length) {
    uint16_t size = (uint16_t)segment;
    message->msg_control = &out.controls[i];
    message->msg_controllen = CMSG_SPACE(sizeof size);
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    header->cmsg_level = SOL_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof size);
    memcpy(CMSG_DATA(header), &size, sizeof size);
  }
}

static void tell(int i, const struct sockaddr_in *to) {
  uint64_t count = htobe64(received);
  memcpy(told[i], &count, sizeof count);
  give(told[i], sizeof count, 0, to);
}

static void send_many(unsigned count, unsigned size, unsigned port) {
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_port = htons((uint16_t)port),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  unsigned most = segments ? MOST_BYTES / size : 1;
  if (most > 64) most = 64;
  while (count > 0) {
    unsigned together = count < most ? count : most;
    give(payload, (size_t)together * size, (int)size, &to);
    count -= together;
  }
}

/* How large each datagram of those is that came as one; 0 if it is one. */
static int segment_of(struct msghdr *message) {
  for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL;
       header = CMSG_NXTHDR(message, header)) {
    if (header->cmsg_level == SOL_UDP && header->cmsg_type == UDP_GRO) {
      int size;
      memcpy(&size, CMSG_DATA(header), sizeof size);
      return size;
    }
  }
  return 0;
}

static void serve(int i) {
  char *data = in.vectors[i].iov_base;
  unsigned length = in.messages[i].msg_len;
  unsigned segment = (unsigned)segment_of(&in.messages[i].msg_hdr);
  unsigned step = segment > 0 ? segment : length;
  for (unsigned at = 0; at < length; at += step) {
    received++;
    touched = (unsigned char)data[at];
  }
  switch (data[0]) {
    case TELL:
      tell(i, &in.names[i]);
      break;
    case ECHO:
      give(data, length, (int)segment, &in.names[i]);
      break;
    case SEND:
      send_many(number(data + 4), number(data + 8), number(data + 12));
      tell(i, &in.names[i]);
      break;
    default:
      break;
  }
}

static int receive(int room) {
  for (int i = 0; i < BATCH; i++) {
    struct msghdr *message = &in.messages[i].msg_hdr;
    message->msg_namelen = sizeof in.names[i];
    message->msg_controllen = segments ? sizeof in.controls[i] : 0;
    in.vectors[i].iov_len = (size_t)room;
  }
  int n = recvmmsg(sock, in.messages, BATCH, MSG_DONTWAIT, NULL);
  if (n < 0 && errno != EAGAIN && errno != EINTR) fail("recvmmsg");
  for (int i = 0; i < n; i++) serve(i);
  if (out_count > 0) flush();
  return n;
}

static void open_socket(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int on = 1, buffer = RECEIVE_BUFFER;
  sock = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (sock < 0) fail("socket");
  setsockopt(sock, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  if (segments && setsockopt(sock, SOL_UDP, UDP_GRO, &on, sizeof on) < 0) fail("UDP_GRO");
  if (bind(sock, (struct sockaddr *)&address, size) < 0 ||
      getsockname(sock, (struct sockaddr *)&address, &size) < 0) {
    fail("bind");
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
}

int main(int count, char **arguments) {
  segments = count > 1 && arguments[1][0] == '1';
  int room = segments ? ALL : ROOM;
  char *memory = malloc((size_t)room * BATCH);
  if (memory == NULL) fail("malloc");
  for (int i = 0; i < BATCH; i++) {
    struct msghdr *message = &in.messages[i].msg_hdr;
    in.vectors[i].iov_base = memory + (size_t)room * (size_t)i;
    message->msg_name = &in.names[i];
    message->msg_iov = &in.vectors[i];
    message->msg_iovlen = 1;
    message->msg_control = segments ? &in.controls[i] : NULL;
  }
  int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_fd < 0) fail("epoll_create1");
  open_socket();
  int watched[] = {sock, STDIN_FILENO};
  for (int i = 0; i < 2; i++) {
    struct epoll_event change = {.events = EPOLLIN, .data.fd = watched[i]};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, watched[i], &change) < 0) fail("epoll_ctl");
  }
  while (1) {
    struct epoll_event events[2];
    int n = epoll_wait(epoll_fd, events, 2, -1);
    if (n < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < n; i++) {
      if (events[i].data.fd == STDIN_FILENO) return 0;
      /* As many as were asked for: there may be more. */
      while (receive(room) == BATCH) {
      }
    }
  }
}
