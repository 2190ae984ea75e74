/**
 * Linux through its C library: the system calls that other systems do not have, constants and
 * structures under their own names. What it shares with them is in {@code
 * dev.ioserver.bindings.posix}.
 *
 * <p>Start with {@link dev.ioserver.bindings.linux.LinuxBindings}, which says whether this process
 * can use the rest. Then
 *
 * <ul>
 *   <li>{@link dev.ioserver.bindings.linux.LinuxCalls} makes the calls;
 *   <li>{@link dev.ioserver.bindings.linux.Epoll}, {@link dev.ioserver.bindings.linux.EventFd} and
 *       {@link dev.ioserver.bindings.linux.Membarrier} hold the constants;
 *   <li>{@link dev.ioserver.bindings.linux.EpollEvent} and {@link
 *       dev.ioserver.bindings.linux.EpollParams} read and write the structures.
 * </ul>
 *
 * <p>No number is written down here, but for those of {@code EpollParams}, which says why: sizes,
 * offsets and constants come from the generated packages beneath this one. What is the same on
 * every supported processor is generated once, what differs is generated per processor, and a test
 * compares both with what a C compiler says.
 *
 * <p>Memory belongs to the caller. A segment that is handed to a call must be native, and must stay
 * alive until the call returns; nothing here allocates or keeps a reference.
 */
@NullMarked
package dev.ioserver.bindings.linux;

import org.jspecify.annotations.NullMarked;
