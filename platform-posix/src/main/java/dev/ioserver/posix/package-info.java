/**
 * The socket code that POSIX makes the same on several systems.
 *
 * <ol>
 *   <li>{@link dev.ioserver.posix.PosixSockets} makes the calls, with {@link
 *       dev.ioserver.posix.OptionCalls}, {@link dev.ioserver.posix.SocketAddresses} and {@link
 *       dev.ioserver.posix.GatheringWrite} each holding the memory that one kind of call needs.
 *   <li>{@link dev.ioserver.posix.PosixSystem} is what a platform hands in: its {@link
 *       dev.ioserver.posix.PosixCalls}, its {@link dev.ioserver.posix.PosixStructs}, and what its
 *       errno means, {@link dev.ioserver.posix.PosixErrorCodes}.
 * </ol>
 *
 * <p>A process runs on one system, so it loads one class of each kind: the calls through these
 * abstract classes have one target and are inlined.
 *
 * <p><b>Results.</b> As in the bindings, 0 or more is a success and less is {@code -errno}. What is
 * tolerated is named where it is tolerated.
 *
 * <p><b>Memory.</b> Every segment that the kernel sees is allocated once per set of socket calls,
 * from {@link java.lang.foreign.Arena#ofAuto()}: a confined arena would break when a loop is handed
 * to another thread, and closing a shared one stops all threads for a moment. The collector frees
 * it when the owner is gone, never under a call.
 */
@NullMarked
package dev.ioserver.posix;

import org.jspecify.annotations.NullMarked;
