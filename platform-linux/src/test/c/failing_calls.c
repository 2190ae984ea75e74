/*
 * A library to preload: it stands before the C library and makes calls fail by a schedule. The file that
 * FAILING_CALLS names holds the schedule; a test maps it too, and changes it while this process runs.
 * FailingCalls.java has the same layout.
 *
 * A failure is what the kernel's would be, as far as the caller can tell:
 *  - a call that would block reports readiness afterwards: the descriptor is armed anew;
 *  - an accept that fails for its connection takes that connection out of the backlog;
 *  - a close has closed, whatever it says; a connect that was interrupted goes on.
 */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define RULES 64
#define PORTS 65536
#define DESCRIPTORS 65536
#define ANY (-1)
#define MAGIC 0x6c696166

/* The calls, by their place in FailingCalls.CALLS. */
enum call {
    ACCEPT,
    ACCEPT4,
    CLOSE,
    CONNECT,
    EPOLL_CTL_ADDS,
    EPOLL_CTL_DELS,
    EPOLL_PWAIT2,
    EPOLL_WAIT,
    GETPEERNAME,
    GETSOCKOPT,
    GETSOCKOPT_VALUE,
    READ,
    READ_SOCKET,
    RECV,
    SEND,
    SENDMSG,
    SETSOCKOPT,
    SETSOCKOPT_FRESH,
    SHUTDOWN,
    SOCKET,
    WRITE,
    WRITE_SOCKET,
    WRITEV
};

/* What a descriptor is; only what was opened through here has a kind, so that the JVM's own files are spared. */
enum kind { STRANGER, ACCEPTED, CONNECTING, LISTENER, EPOLL, EVENTFD };

struct rule {
    atomic_int on;        /* set last, cleared first */
    int call;             /* enum call */
    int code;             /* the errno */
    int group;            /* the group of the port, or ANY */
    int descriptor;       /* the one descriptor, or ANY */
    int one_in;           /* 1: each call; n: one in n, chosen by the seed */
    int takes;            /* an accept takes its connection away */
    int seed;
    atomic_int left;      /* failures that are left; negative: no end */
    atomic_int eligible;  /* calls that were looked at */
    atomic_int failed;    /* calls that failed */
    int spare;
};

struct schedule {
    int magic;
    atomic_int loaded;        /* the library has mapped the file */
    atomic_int bad_closes;    /* closes of what was not open */
    atomic_int last_epoll;    /* the descriptor of the last epoll_create1 */
    int spare[12];
    struct rule rules[RULES];
    atomic_uchar groups[PORTS]; /* of each TCP port, the peer's or the listener's own; 0 for none */
};

struct known {
    _Atomic int kind;
    _Atomic int port;
    int epfd; /* where it is registered, or -1 */
    struct epoll_event event;
};

static struct schedule *schedule;
static struct known known[DESCRIPTORS];

#define NEXT(name) ((__typeof__(&name))next_of(&next_##name, #name))

static void *next_of(void *_Atomic *place, const char *name)
{
    void *found = atomic_load_explicit(place, memory_order_relaxed);
    if (found == NULL) {
        found = dlsym(RTLD_NEXT, name);
        atomic_store_explicit(place, found, memory_order_relaxed);
    }
    return found;
}

static void *_Atomic next_accept;
static void *_Atomic next_accept4;
static void *_Atomic next_close;
static void *_Atomic next_connect;
static void *_Atomic next_epoll_create1;
static void *_Atomic next_epoll_ctl;
static void *_Atomic next_epoll_pwait2;
static void *_Atomic next_epoll_wait;
static void *_Atomic next_eventfd;
static void *_Atomic next_getpeername;
static void *_Atomic next_getsockopt;
static void *_Atomic next_listen;
static void *_Atomic next_read;
static void *_Atomic next_recv;
static void *_Atomic next_send;
static void *_Atomic next_sendmsg;
static void *_Atomic next_setsockopt;
static void *_Atomic next_shutdown;
static void *_Atomic next_socket;
static void *_Atomic next_write;
static void *_Atomic next_writev;

__attribute__((constructor)) static void load(void)
{
    const char *path = getenv("FAILING_CALLS");
    if (path == NULL) {
        return;
    }
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    struct schedule *mapped =
        mmap(NULL, sizeof(struct schedule), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    NEXT(close)(file);
    if (mapped != MAP_FAILED && mapped->magic == MAGIC) {
        schedule = mapped;
        atomic_store(&mapped->loaded, 1);
    }
}

static struct known *entry(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS ? &known[fd] : NULL;
}

static int kind_of(int fd)
{
    struct known *it = entry(fd);
    return it == NULL ? STRANGER : atomic_load(&it->kind);
}

static int port_of(int fd)
{
    struct known *it = entry(fd);
    return it == NULL ? 0 : atomic_load(&it->port);
}

static int port_in(const struct sockaddr *address)
{
    if (address == NULL) {
        return 0;
    }
    switch (address->sa_family) {
    case AF_INET:
        return ntohs(((const struct sockaddr_in *)address)->sin_port);
    case AF_INET6:
        return ntohs(((const struct sockaddr_in6 *)address)->sin6_port);
    default:
        return 0;
    }
}

static void learn(int fd, int kind, int port)
{
    struct known *it = entry(fd);
    if (it != NULL) {
        it->epfd = -1;
        atomic_store(&it->port, port);
        atomic_store(&it->kind, kind);
    }
}

/* Good enough a mixture of a seed and a count. */
static uint32_t mixed(uint32_t seed, uint32_t count)
{
    uint32_t x = seed ^ (count * 0x9e3779b9u);
    x ^= x >> 16;
    x *= 0x85ebca6bu;
    x ^= x >> 13;
    x *= 0xc2b2ae35u;
    return x ^ (x >> 16);
}

/* The rule by which this call fails, or NULL. */
static struct rule *due(enum call call, int fd, int port, int takes)
{
    if (schedule == NULL) {
        return NULL;
    }
    int group = atomic_load(&schedule->groups[port & (PORTS - 1)]);
    for (int i = 0; i < RULES; i++) {
        struct rule *rule = &schedule->rules[i];
        if (!atomic_load(&rule->on) || rule->call != (int)call || rule->takes != takes ||
            (rule->group != ANY && rule->group != group) ||
            (rule->descriptor != ANY && rule->descriptor != fd)) {
            continue;
        }
        uint32_t count = (uint32_t)atomic_fetch_add(&rule->eligible, 1);
        if (rule->one_in > 1 && mixed((uint32_t)rule->seed, count) % (uint32_t)rule->one_in != 0) {
            continue;
        }
        int left = atomic_load(&rule->left);
        while (left > 0 && !atomic_compare_exchange_weak(&rule->left, &left, left - 1)) {
        }
        if (left != 0) {
            atomic_fetch_add(&rule->failed, 1);
            return rule;
        }
    }
    return NULL;
}

/* What would block becomes ready again: to change a registration has the kernel look anew. */
static void arm(int fd)
{
    struct known *it = entry(fd);
    if (it != NULL && it->epfd >= 0) {
        struct epoll_event event = it->event;
        NEXT(epoll_ctl)(it->epfd, EPOLL_CTL_MOD, fd, &event);
    }
}

static int fail(struct rule *rule, int fd)
{
    if (rule->code == EAGAIN) {
        arm(fd);
    }
    errno = rule->code;
    return -1;
}

/* A call that fails instead of being made, for what was opened through here. */
static struct rule *due_for(enum call call, int fd)
{
    return kind_of(fd) == STRANGER ? NULL : due(call, fd, port_of(fd), 0);
}

/* What has been accepted; or it is taken away, and the accept fails for it. */
static int accepted(enum call call, int fd, int accepted, const struct sockaddr *address)
{
    if (accepted < 0 || kind_of(fd) == STRANGER) {
        return accepted;
    }
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    int port = NEXT(getpeername)(accepted, (struct sockaddr *)&peer, &size) == 0
        ? port_in((struct sockaddr *)&peer)
        : port_in(address);
    struct rule *rule = due(call, fd, port, 1);
    if (rule != NULL) {
        NEXT(close)(accepted);
        return fail(rule, -1);
    }
    learn(accepted, ACCEPTED, port);
    return accepted;
}

int accept(int fd, struct sockaddr *address, socklen_t *length)
{
    struct rule *rule = due_for(ACCEPT, fd);
    return rule != NULL ? fail(rule, fd) : accepted(ACCEPT, fd, NEXT(accept)(fd, address, length), address);
}

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    struct rule *rule = due_for(ACCEPT4, fd);
    return rule != NULL ? fail(rule, fd)
                        : accepted(ACCEPT4, fd, NEXT(accept4)(fd, address, length, flags), address);
}

int close(int fd)
{
    struct rule *rule = due_for(CLOSE, fd);
    /* Forgotten first: the number may be another thread's as soon as it is free. */
    learn(fd, STRANGER, 0);
    int result = NEXT(close)(fd);
    if (result < 0 && errno == EBADF && schedule != NULL) {
        atomic_fetch_add(&schedule->bad_closes, 1);
    }
    return rule != NULL ? fail(rule, -1) : result;
}

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
    struct known *it = entry(fd);
    if (it == NULL || atomic_load(&it->kind) == STRANGER) {
        return NEXT(connect)(fd, address, length);
    }
    atomic_store(&it->port, port_in(address));
    struct rule *rule = due_for(CONNECT, fd);
    if (rule == NULL) {
        return NEXT(connect)(fd, address, length);
    }
    if (rule->code == EINTR || rule->code == EINPROGRESS) {
        NEXT(connect)(fd, address, length);
    }
    return fail(rule, -1);
}

int epoll_create1(int flags)
{
    int fd = NEXT(epoll_create1)(flags);
    if (fd >= 0) {
        learn(fd, EPOLL, 0);
        if (schedule != NULL) {
            atomic_store(&schedule->last_epoll, fd);
        }
    }
    return fd;
}

int epoll_ctl(int epfd, int operation, int fd, struct epoll_event *event)
{
    /* The waker's own registration is part of opening a loop, and no call of the data path. */
    int kind = kind_of(fd);
    if (kind != STRANGER && kind != EVENTFD && operation != EPOLL_CTL_MOD) {
        struct rule *rule = due_for(operation == EPOLL_CTL_ADD ? EPOLL_CTL_ADDS : EPOLL_CTL_DELS, fd);
        if (rule != NULL) {
            return fail(rule, -1);
        }
    }
    int result = NEXT(epoll_ctl)(epfd, operation, fd, event);
    struct known *it = entry(fd);
    if (it != NULL && result == 0) {
        if (operation == EPOLL_CTL_DEL) {
            it->epfd = -1;
        } else {
            it->event = *event;
            it->epfd = epfd;
        }
    }
    return result;
}

int epoll_pwait2(
    int epfd, struct epoll_event *events, int most, const struct timespec *time, const sigset_t *mask)
{
    struct rule *rule = due_for(EPOLL_PWAIT2, epfd);
    return rule != NULL ? fail(rule, -1) : NEXT(epoll_pwait2)(epfd, events, most, time, mask);
}

int epoll_wait(int epfd, struct epoll_event *events, int most, int timeout)
{
    struct rule *rule = due_for(EPOLL_WAIT, epfd);
    return rule != NULL ? fail(rule, -1) : NEXT(epoll_wait)(epfd, events, most, timeout);
}

int eventfd(unsigned int count, int flags)
{
    int fd = NEXT(eventfd)(count, flags);
    learn(fd, EVENTFD, 0);
    return fd;
}

int getpeername(int fd, struct sockaddr *address, socklen_t *length)
{
    struct rule *rule = due_for(GETPEERNAME, fd);
    if (rule == NULL) {
        return NEXT(getpeername)(fd, address, length);
    }
    int result = fail(rule, -1);
    if (rule->code == ENOTCONN) {
        /* An event before the outcome: the outcome's own comes later. */
        arm(fd);
        errno = ENOTCONN;
    }
    return result;
}

int getsockopt(int fd, int level, int option, void *value, socklen_t *length)
{
    struct rule *rule = due_for(GETSOCKOPT, fd);
    if (rule != NULL) {
        return fail(rule, -1);
    }
    int result = NEXT(getsockopt)(fd, level, option, value, length);
    if (result == 0 && level == SOL_SOCKET && option == SO_ERROR) {
        rule = due_for(GETSOCKOPT_VALUE, fd);
        if (rule != NULL) {
            *(int *)value = rule->code;
        }
    }
    return result;
}

int listen(int fd, int backlog)
{
    int result = NEXT(listen)(fd, backlog);
    if (result == 0 && kind_of(fd) != STRANGER) {
        struct sockaddr_storage own;
        socklen_t size = sizeof own;
        int named = getsockname(fd, (struct sockaddr *)&own, &size);
        learn(fd, LISTENER, named == 0 ? port_in((struct sockaddr *)&own) : 0);
    }
    return result;
}

/* An eventfd is not armed anew: a wake that is given up is to be lost. java.nio reads sockets as well. */
ssize_t read(int fd, void *buffer, size_t length)
{
    int eventfd = kind_of(fd) == EVENTFD;
    struct rule *rule = due_for(eventfd ? READ : READ_SOCKET, fd);
    return rule != NULL ? fail(rule, eventfd ? -1 : fd) : NEXT(read)(fd, buffer, length);
}

ssize_t recv(int fd, void *buffer, size_t length, int flags)
{
    struct rule *rule = due_for(RECV, fd);
    return rule != NULL ? fail(rule, fd) : NEXT(recv)(fd, buffer, length, flags);
}

ssize_t send(int fd, const void *buffer, size_t length, int flags)
{
    struct rule *rule = due_for(SEND, fd);
    return rule != NULL ? fail(rule, fd) : NEXT(send)(fd, buffer, length, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    struct rule *rule = due_for(SENDMSG, fd);
    return rule != NULL ? fail(rule, fd) : NEXT(sendmsg)(fd, message, flags);
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t length)
{
    /* A socket that has not been connected has no port to tell it by. */
    int fresh = kind_of(fd) == CONNECTING && port_of(fd) == 0;
    struct rule *rule = due_for(fresh ? SETSOCKOPT_FRESH : SETSOCKOPT, fd);
    return rule != NULL ? fail(rule, -1) : NEXT(setsockopt)(fd, level, option, value, length);
}

int shutdown(int fd, int how)
{
    struct rule *rule = due_for(SHUTDOWN, fd);
    return rule != NULL ? fail(rule, -1) : NEXT(shutdown)(fd, how);
}

int socket(int domain, int type, int protocol)
{
    struct rule *rule = due(SOCKET, ANY, 0, 0);
    if (rule != NULL) {
        return fail(rule, -1);
    }
    int fd = NEXT(socket)(domain, type, protocol);
    if (fd >= 0) {
        learn(fd, CONNECTING, 0);
    }
    return fd;
}

ssize_t write(int fd, const void *buffer, size_t length)
{
    int eventfd = kind_of(fd) == EVENTFD;
    struct rule *rule = due_for(eventfd ? WRITE : WRITE_SOCKET, fd);
    return rule != NULL ? fail(rule, eventfd ? -1 : fd) : NEXT(write)(fd, buffer, length);
}

ssize_t writev(int fd, const struct iovec *vectors, int count)
{
    struct rule *rule = due_for(WRITEV, fd);
    return rule != NULL ? fail(rule, fd) : NEXT(writev)(fd, vectors, count);
}
