/* What ioserver calls on Windows: the input that jextract reads. See bindings/README.md. */

#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0A00

/* winnt.h defines a few of the codes that ntstatus.h defines all of: let the latter have them. */
#define WIN32_NO_STATUS
#include <winsock2.h>
#include <windows.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>

#include <mstcpip.h>
#include <mswsock.h>
#include <winternl.h>
#include <ws2ipdef.h>
#include <ws2tcpip.h>

#include "afd.h"

/* The mswsock.h of Windows has it; that of mingw-w64 10 lacks it. */
#ifndef SIO_UDP_NETRESET
#define SIO_UDP_NETRESET _WSAIOW(IOC_VENDOR, 15)
#endif

/* Exported by ntdll and declared by no public header. */
NTSTATUS NTAPI NtCancelIoFileEx(HANDLE file, PIO_STATUS_BLOCK request, PIO_STATUS_BLOCK result);
