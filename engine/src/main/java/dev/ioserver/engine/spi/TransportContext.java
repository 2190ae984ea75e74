package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.memory.ChunkPool;

/**
 * What a transport is built with.
 *
 * @param maxRegistrations the most endpoints it shall hold
 * @param maxEvents the most events one wait takes
 * @param idle what the loop does when it has nothing to do
 * @param busyPollMicros microseconds that a wait polls the network device before it sleeps; 0
 *     leaves it to the system; a transport that cannot do it refuses to open
 * @param pool the loop's memory
 */
public record TransportContext(
    int maxRegistrations, int maxEvents, IdleStrategy idle, int busyPollMicros, ChunkPool pool) {}
