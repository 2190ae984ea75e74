/**
 * The {@code epoll} engine, one mechanism of the kernel per file.
 *
 * <ol>
 *   <li>{@link dev.ioserver.linux.EpollEngine} is what the engine finds; {@link
 *       dev.ioserver.linux.LinuxFeatures} says what this machine offers.
 *   <li>{@link dev.ioserver.linux.EpollPoller} waits: epoll_ctl and epoll_wait. {@link
 *       dev.ioserver.linux.EpollInterest} translates its bits, {@link
 *       dev.ioserver.linux.EpollTimeout} decides how long and with which call it waits.
 *   <li>{@link dev.ioserver.linux.EventfdWaker} ends the wait from other threads.
 *   <li>{@link dev.ioserver.linux.BusyPoll} decides how a wait polls the network device before it
 *       sleeps, if that is asked for: {@link dev.ioserver.linux.EpollBusyPoll}, or {@link
 *       dev.ioserver.linux.SocketBusyPoll} on older kernels.
 *   <li>{@link dev.ioserver.linux.LinuxSockets} makes the socket calls. In which order, and what is
 *       tolerated, is {@link dev.ioserver.posix}'s; {@link dev.ioserver.linux.LinuxSocketCalls} and
 *       {@link dev.ioserver.linux.LinuxStructs} put in the numbers and layouts of Linux.
 *   <li>{@link dev.ioserver.linux.LinuxDatagrams} receives and sends datagrams, several with one
 *       call; {@link dev.ioserver.linux.DatagramFeatures} tries what this kernel can do with them.
 *   <li>{@link dev.ioserver.linux.LinuxErrorCodes} says what errno means.
 * </ol>
 *
 * <p><b>Results.</b> As in the bindings, 0 or more is a success and less is {@code -errno}. What is
 * tolerated is named where it is tolerated.
 *
 * <p><b>Memory.</b> Every segment that the kernel sees is allocated once per poller or per set of
 * socket calls, from {@link java.lang.foreign.Arena#ofAuto()}: a confined arena would break when a
 * loop is handed to another thread, and closing a shared one stops all threads for a moment. The
 * collector frees it when the owner is gone, never under a call.
 *
 * <p><b>Threads.</b> One thread at a time, asserted by the engine, but for the waker.
 */
@NullMarked
package dev.ioserver.linux;

import org.jspecify.annotations.NullMarked;
