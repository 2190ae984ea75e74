/**
 * The {@code java.nio} engine: runs wherever Java runs, and is the baseline that the kernel engines
 * are measured against.
 *
 * <p>{@link dev.ioserver.engine.nio.NioEngine} opens a {@link dev.ioserver.engine.nio.NioPoller}
 * over a {@link java.nio.channels.Selector} and {@link dev.ioserver.engine.nio.NioSockets} over
 * socket channels. {@link dev.ioserver.engine.nio.NioDescriptors} gives channels the {@code long}
 * descriptors that the SPI speaks of, and {@link dev.ioserver.engine.nio.NioErrorCodes} gives
 * exceptions codes.
 *
 * <p>What java.nio itself costs in a steady state: {@code Selector.wakeup} takes a monitor; every
 * poll takes three; a change of interest costs a system call, since the selector is
 * level-triggered. Reads, writes and polls allocate nothing once compiled.
 */
@NullMarked
package dev.ioserver.engine.nio;

import org.jspecify.annotations.NullMarked;
