/**
 * What users open: an {@link dev.ioserver.engine.IoServer} with its loops and ports, a {@link
 * dev.ioserver.engine.Select} that waits for all of them, {@link dev.ioserver.engine.Channels}
 * between threads, and below these the raw {@link dev.ioserver.engine.IoSelector}, for those who
 * put this engine under an API they already have. What these speak is in {@code
 * dev.ioserver.engine.api}; who writes an engine needs {@code dev.ioserver.engine.spi}.
 */
@NullMarked
package dev.ioserver.engine;

import org.jspecify.annotations.NullMarked;
