/**
 * What users write against, in three floors that can be used apart from each other.
 *
 * <ol>
 *   <li>{@link dev.ioserver.engine.Port ports}, {@link dev.ioserver.engine.Channel channels} and
 *       {@link dev.ioserver.engine.Select select}: everything is a message, and one call waits for
 *       sockets, timers and other threads alike. {@link dev.ioserver.engine.IoServer} opens them.
 *   <li>The {@link dev.ioserver.engine.spi.Transport transport}, what ports need of a system,
 *       shaped as completions. Only those who write an engine see it.
 *   <li>{@link dev.ioserver.engine.IoSelector}: a poller, a wake-up and a registration table, for
 *       those who put this engine under an API they already have.
 * </ol>
 *
 * <h2>Portability</h2>
 *
 * Guaranteed on every engine: what the interfaces of this package say, and what the conformance
 * suite of the testkit checks. Hints, which differ from one engine to another: the resolution of
 * timers (see {@link dev.ioserver.engine.IoServer#features()}), how many bytes one {@link
 * dev.ioserver.engine.Data} message holds on a raw stream, and the number of system calls, which
 * the {@link dev.ioserver.engine.LoopCounters counters} show.
 */
@NullMarked
package dev.ioserver.engine;

import org.jspecify.annotations.NullMarked;
