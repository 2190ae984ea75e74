package dev.ioserver.engine.spi;

/**
 * What a transport is built with.
 *
 * @param maxRegistrations the most endpoints it shall hold
 * @param maxEvents the most events one wait takes
 * @param spinNanos nanoseconds to poll without blocking before parking; 0 parks at once
 * @param busyPollMicros microseconds that a wait polls the network device before it sleeps; 0
 *     leaves it to the system; a transport that cannot do it refuses to open
 * @param pool the loop's memory
 */
public record TransportContext(
    int maxRegistrations, int maxEvents, long spinNanos, int busyPollMicros, ChunkPool pool) {}
