package dev.ioserver.examples.soak;

import dev.ioserver.engine.api.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run.
 *
 * @param engine the engine's name, or null for the best available
 * @param loops the server's event loops with a thread each; 0 for one that its own thread runs
 * @param idle what an event loop does with nothing to do
 * @param nanos how long new connections are opened
 * @param seed what all plans are drawn from
 * @param rate connections a second
 * @param connections the most that are open and not idle at the same time
 * @param crowd how many idle ones are open besides
 * @param handOvers messages a second from thread to thread
 */
public record SoakConfig(
    @Nullable String engine,
    int loops,
    IdleStrategy idle,
    long nanos,
    long seed,
    int rate,
    int connections,
    int crowd,
    int handOvers) {}
