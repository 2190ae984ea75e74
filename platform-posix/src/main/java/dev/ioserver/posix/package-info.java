/**
 * The socket code that POSIX makes the same on several systems.
 *
 * <ol>
 *   <li>{@link dev.ioserver.posix.PosixSockets} makes the calls, with {@link
 *       dev.ioserver.posix.OptionCalls}, {@link dev.ioserver.posix.SocketAddresses}, {@link
 *       dev.ioserver.posix.GatheringWrite} and {@link dev.ioserver.posix.PieceWrite} each holding
 *       the memory that one kind of call needs.
 *   <li>{@link dev.ioserver.posix.PosixSystem} is what a platform hands in: how its {@link
 *       dev.ioserver.posix.SocketCalls} say what they want, and what its errno means, {@link
 *       dev.ioserver.posix.PosixErrorCodes}.
 * </ol>
 *
 * <p>The numbers are those of {@code dev.ioserver.bindings.posix}, where they are constants of the
 * system that the process runs on. Nothing here knows which one that is.
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
