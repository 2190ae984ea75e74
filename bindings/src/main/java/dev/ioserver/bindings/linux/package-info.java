/**
 * Linux through its C library: system calls, constants and structures under their own names.
 *
 * <p>Start with {@link dev.ioserver.bindings.linux.LinuxBindings}, which says whether this process
 * can use the rest. Then
 *
 * <ul>
 *   <li>{@link dev.ioserver.bindings.linux.LinuxCalls} makes the calls;
 *   <li>{@link dev.ioserver.bindings.linux.Epoll}, {@link dev.ioserver.bindings.linux.EventFd},
 *       {@link dev.ioserver.bindings.linux.Fcntl}, {@link dev.ioserver.bindings.linux.Membarrier},
 *       {@link dev.ioserver.bindings.linux.Sockets} and {@link dev.ioserver.bindings.linux.Errno}
 *       hold the constants;
 *   <li>{@link dev.ioserver.bindings.linux.EpollEvent}, {@link
 *       dev.ioserver.bindings.linux.EpollParams}, {@link dev.ioserver.bindings.linux.SockAddr},
 *       {@link dev.ioserver.bindings.linux.IoVec}, {@link dev.ioserver.bindings.linux.MsgHdr},
 *       {@link dev.ioserver.bindings.linux.TimeSpec}, {@link dev.ioserver.bindings.linux.Linger}
 *       and {@link dev.ioserver.bindings.linux.Rlimit} read and write the structures.
 * </ul>
 *
 * <p>No number is written down here, but for those of {@code EpollParams}, which says why: sizes,
 * offsets and constants come from the generated packages beneath this one. What is the same on
 * every supported processor is generated once, what differs is generated per processor, and a test
 * compares both with what a C compiler says.
 *
 * <p>Memory belongs to the caller. A segment that is handed to a call must be native, and must stay
 * alive until the call returns; nothing here allocates but {@link
 * dev.ioserver.bindings.linux.LinuxCalls#newErrnoSegment}, and nothing keeps a reference.
 */
@NullMarked
package dev.ioserver.bindings.linux;

import org.jspecify.annotations.NullMarked;
