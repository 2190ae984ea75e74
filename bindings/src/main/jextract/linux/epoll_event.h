/* The one structure whose layout differs between the targets. See bindings/README.md. */

#include <sys/epoll.h>
