/**
 * What Linux, macOS and FreeBSD have in common: the calls of sockets and descriptors, constants and
 * structures under their own names.
 *
 * <p>Start with {@code LinuxBindings} or {@code BsdBindings}, which say whether this process can
 * use the rest. Then
 *
 * <ul>
 *   <li>{@link dev.ioserver.bindings.posix.PosixCalls} makes the calls;
 *   <li>{@link dev.ioserver.bindings.posix.Sockets}, {@link dev.ioserver.bindings.posix.Fcntl} and
 *       {@link dev.ioserver.bindings.posix.Errno} hold the constants;
 *   <li>{@link dev.ioserver.bindings.posix.SockAddr}, {@link dev.ioserver.bindings.posix.IoVec},
 *       {@link dev.ioserver.bindings.posix.MsgHdr}, {@link dev.ioserver.bindings.posix.TimeSpec},
 *       {@link dev.ioserver.bindings.posix.Linger} and {@link dev.ioserver.bindings.posix.Rlimit}
 *       read and write the structures.
 * </ul>
 *
 * <p>No number is written down here: sizes, offsets and constants come from the table of the system
 * that the process runs on, which hands on what was generated from its headers. All of them are
 * static and final, so that the compiler puts in the numbers themselves. What is the same on every
 * supported processor is generated once, and a test compares it with what a C compiler says for
 * each of them.
 *
 * <p>Memory belongs to the caller. A segment that is handed to a call must be native, and must stay
 * alive until the call returns; nothing here allocates but {@link
 * dev.ioserver.bindings.posix.PosixCalls#newErrnoSegment}, and nothing keeps a reference.
 */
@NullMarked
package dev.ioserver.bindings.posix;

import org.jspecify.annotations.NullMarked;
