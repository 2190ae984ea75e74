/*
 * The readiness poll of \Device\Afd, the driver behind every Winsock socket. No public header has it; the names are
 * those that its users have given it. See bindings/README.md.
 */

#pragma once

#include <winsock2.h>
#include <winternl.h>

/* The device 0x12, operation 9, buffered. */
#define IOCTL_AFD_POLL ((0x12 << 12) | (9 << 2))

#define AFD_POLL_RECEIVE 0x0001
#define AFD_POLL_RECEIVE_EXPEDITED 0x0002
#define AFD_POLL_SEND 0x0004
#define AFD_POLL_DISCONNECT 0x0008
#define AFD_POLL_ABORT 0x0010
#define AFD_POLL_LOCAL_CLOSE 0x0020
#define AFD_POLL_CONNECT 0x0040
#define AFD_POLL_ACCEPT 0x0080
#define AFD_POLL_CONNECT_FAIL 0x0100

/* One socket of a poll: which events are asked for, and in the answer, which have happened. */
struct afd_poll_handle_info {
    HANDLE Handle;
    ULONG Events;
    NTSTATUS Status;
};

/* A poll of one socket. The timeout counts 100 ns; the largest never ends. */
struct afd_poll_info {
    LONGLONG Timeout;
    ULONG NumberOfHandles;
    ULONG Exclusive;
    struct afd_poll_handle_info Handles[1];
};
