/**
 * The {@code kqueue} engine, one mechanism of the kernel per file.
 *
 * <ol>
 *   <li>{@link dev.ioserver.bsd.KqueueEngine} is what the engine finds; {@link
 *       dev.ioserver.bsd.BsdFeatures} says what this machine offers, and {@link
 *       dev.ioserver.bsd.KqueueTraits} where the kqueues of the world differ.
 *   <li>{@link dev.ioserver.bsd.KqueuePoller} waits: kevent. {@link
 *       dev.ioserver.bsd.KqueueInterest} translates its filters, {@link
 *       dev.ioserver.bsd.KqueueChanges} collects what the next wait hands in, {@link
 *       dev.ioserver.bsd.KqueueTimeout} says how long it waits, and {@link
 *       dev.ioserver.bsd.TakenErrors} keeps what libkqueue takes from sockets.
 *   <li>{@link dev.ioserver.bsd.KqueueWaker} ends the wait from other threads, and is either a
 *       {@link dev.ioserver.bsd.UserEventWaker} or a {@link dev.ioserver.bsd.PipeWaker}.
 *   <li>{@link dev.ioserver.bsd.BsdSockets} makes the socket calls. In which order, and what is
 *       tolerated, is {@link dev.ioserver.posix}'s; {@link dev.ioserver.bsd.BsdSocketCalls} and
 *       {@link dev.ioserver.bsd.BsdStructs} put in the numbers and layouts of these systems, and
 *       {@link dev.ioserver.bsd.Descriptors} the flags that no call sets at once.
 *   <li>{@link dev.ioserver.bsd.BsdErrorCodes} says what errno means.
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
package dev.ioserver.bsd;

import org.jspecify.annotations.NullMarked;
