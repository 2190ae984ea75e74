/**
 * The {@code iocp} engine, one mechanism of the system per file.
 *
 * <ol>
 *   <li>{@link dev.ioserver.windows.IocpEngine} is what the engine finds; {@link
 *       dev.ioserver.windows.WindowsFeatures} says what this machine offers.
 *   <li>{@link dev.ioserver.windows.IocpPoller} waits: AFD polls and their packets. {@link
 *       dev.ioserver.windows.AfdInterest} translates its bits, {@link
 *       dev.ioserver.windows.IocpTimeout} decides how long it waits, {@link
 *       dev.ioserver.windows.EventBatch} keeps what it reports.
 *   <li>{@link dev.ioserver.windows.AfdPoll} is a registration with its state and the memory of its
 *       poll, kept by {@link dev.ioserver.windows.AfdPolls}. {@link
 *       dev.ioserver.windows.AfdRequests} sends and cancels it, through an {@link
 *       dev.ioserver.windows.AfdHandle}, of which {@link dev.ioserver.windows.AfdHandles} has one
 *       for every few sockets; {@link dev.ioserver.windows.BaseSocket} and {@link
 *       dev.ioserver.windows.SocketSet} see to it that it asks about the right socket, once.
 *   <li>{@link dev.ioserver.windows.PostWaker} ends the wait from other threads.
 *   <li>{@link dev.ioserver.windows.WindowsSockets} makes the socket calls of {@link
 *       dev.ioserver.windows.Winsock}, with {@link dev.ioserver.windows.SocketOptions}, {@link
 *       dev.ioserver.windows.SocketAddresses} and {@link dev.ioserver.windows.GatheringWrite} each
 *       holding the memory that one kind of call needs.
 *   <li>{@link dev.ioserver.windows.WindowsDatagrams} has the datagram calls of the same sockets:
 *       {@link dev.ioserver.windows.DatagramTransfers} receives and sends one, with its {@link
 *       dev.ioserver.windows.DatagramNames} and {@link dev.ioserver.windows.ReceivedControl}, by
 *       the calls that {@link dev.ioserver.windows.DatagramFeatures} has found; {@link
 *       dev.ioserver.windows.GroupCalls} joins and leaves, {@link
 *       dev.ioserver.windows.DatagramOptionCalls} has the options.
 *   <li>{@link dev.ioserver.windows.WindowsErrorCodes} says what the codes mean.
 * </ol>
 *
 * <p><b>Results.</b> As in the bindings, 0 or more is a success and less is a code, negated. What
 * is tolerated is named where it is tolerated.
 *
 * <p><b>Memory.</b> Every segment that a call sees is allocated once per poller or per set of
 * socket calls, from {@link java.lang.foreign.Arena#ofAuto()}: a confined arena would break when a
 * loop is handed to another thread, and closing a shared one stops all threads for a moment. The
 * collector frees it when the owner is gone, never under a call. What the kernel writes to after a
 * call, the memory of polls, is held until their packets have come.
 *
 * <p><b>Threads.</b> One thread at a time, asserted by the engine, but for the waker.
 */
@NullMarked
package dev.ioserver.windows;

import org.jspecify.annotations.NullMarked;
