package dev.ioserver.engine.spi;

import dev.ioserver.engine.IdleStrategy;

/**
 * What a transport is built with.
 *
 * @param maxRegistrations the most endpoints it shall hold
 * @param maxEvents the most events one wait takes
 * @param idle what the loop does when it has nothing to do
 * @param pool the loop's memory
 */
public record TransportContext(
    int maxRegistrations, int maxEvents, IdleStrategy idle, ChunkPool pool) {}
