/**
 * kqueue and the sockets beside it, on macOS and FreeBSD through their C libraries, and on Linux
 * through libkqueue: system calls, constants and structures under their own names.
 *
 * <p>Start with {@link dev.ioserver.bindings.bsd.BsdBindings}, which says whether this process can
 * use the rest. Then
 *
 * <ul>
 *   <li>{@link dev.ioserver.bindings.bsd.BsdCalls} makes the calls;
 *   <li>{@link dev.ioserver.bindings.bsd.KQueue}, {@link dev.ioserver.bindings.bsd.Fcntl}, {@link
 *       dev.ioserver.bindings.bsd.Sockets} and {@link dev.ioserver.bindings.bsd.Errno} hold the
 *       constants;
 *   <li>{@link dev.ioserver.bindings.bsd.KEvent}, {@link dev.ioserver.bindings.bsd.SockAddr},
 *       {@link dev.ioserver.bindings.bsd.IoVec}, {@link dev.ioserver.bindings.bsd.MsgHdr}, {@link
 *       dev.ioserver.bindings.bsd.TimeSpec}, {@link dev.ioserver.bindings.bsd.Linger} and {@link
 *       dev.ioserver.bindings.bsd.Rlimit} read and write the structures.
 * </ul>
 *
 * <p>No number is written down here: sizes, offsets and constants come from the generated packages
 * of the systems. {@link dev.ioserver.bindings.bsd.BsdTarget} is the table that says which of them
 * is asked. What is the same on every supported processor is generated once, and a test compares it
 * with what a C compiler says for each of them.
 *
 * <p>Memory belongs to the caller. A segment that is handed to a call must be native, and must stay
 * alive until the call returns; nothing here allocates but {@link
 * dev.ioserver.bindings.bsd.BsdCalls#newErrnoSegment} and {@link
 * dev.ioserver.bindings.bsd.KEvent#allocate}, and nothing keeps a reference.
 */
@NullMarked
package dev.ioserver.bindings.bsd;

import org.jspecify.annotations.NullMarked;
