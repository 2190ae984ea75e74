/* What differs between the targets: one structure, and the numbers of system calls. See bindings/README.md. */

#include <sys/epoll.h>
#include <sys/syscall.h>
