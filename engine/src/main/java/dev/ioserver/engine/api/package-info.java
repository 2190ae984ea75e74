/**
 * What a program and the engine say to each other: senders and receivers, ports, listeners, timers
 * and channels, the messages that they give, and the options that they are made with. Nothing here
 * knows how any of it is done: {@code dev.ioserver.engine} has what opens them.
 *
 * <h2>Portability</h2>
 *
 * Guaranteed on every engine: what the interfaces of this package say, and what the conformance
 * suite of the testkit checks. Hints, which differ from one engine to another: the resolution of
 * timers, how many bytes one {@link dev.ioserver.engine.api.Data} message holds on a raw stream,
 * and the number of system calls, which the {@link dev.ioserver.engine.api.LoopCounters counters}
 * show.
 */
@NullMarked
package dev.ioserver.engine.api;

import org.jspecify.annotations.NullMarked;
