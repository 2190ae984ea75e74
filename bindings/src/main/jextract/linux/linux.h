/* What ioserver calls on Linux: the input that jextract reads. See bindings/README.md. */

#define _GNU_SOURCE /* accept4, RTLD_DEFAULT */

#include <features.h>

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include <linux/membarrier.h>
#include <linux/net_tstamp.h>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>

/*
 * With _GNU_SOURCE, glibc declares the address arguments of bind, connect, accept4 and the like as a
 * transparent union, which is passed as a plain pointer but looks like a union by value to jextract. The
 * header falls back to the plain pointer for compilers that have no transparent unions: be one of them.
 */
#pragma push_macro("__GNUC_PREREQ")
#undef __GNUC_PREREQ
#define __GNUC_PREREQ(major, minor) 0
#include <sys/socket.h>
#pragma pop_macro("__GNUC_PREREQ")

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
