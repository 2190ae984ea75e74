/*
 * A library to preload: it stands before the C library and refuses one call, as a seccomp filter or an old kernel
 * does. REFUSED_CALL names the call, REFUSED_CODE is the errno.
 */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>

static int refused(const char *call)
{
    const char *name = getenv("REFUSED_CALL");
    const char *code = getenv("REFUSED_CODE");
    if (name == NULL || code == NULL || strcmp(name, call) != 0)
        return 0;
    errno = atoi(code);
    return 1;
}

int epoll_create1(int flags)
{
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "epoll_create1");
    return refused("epoll_create1") ? -1 : next(flags);
}

int eventfd(unsigned int count, int flags)
{
    int (*next)(unsigned int, int) = (int (*)(unsigned int, int))dlsym(RTLD_NEXT, "eventfd");
    return refused("eventfd") ? -1 : next(count, flags);
}

int epoll_pwait2(int epfd, struct epoll_event *events, int most, const struct timespec *time, const sigset_t *mask)
{
    int (*next)(int, struct epoll_event *, int, const struct timespec *, const sigset_t *) =
        (int (*)(int, struct epoll_event *, int, const struct timespec *, const sigset_t *))dlsym(
            RTLD_NEXT, "epoll_pwait2");
    if (refused("epoll_pwait2"))
        return -1;
    if (next == NULL) {
        errno = ENOSYS;
        return -1;
    }
    return next(epfd, events, most, time, mask);
}
