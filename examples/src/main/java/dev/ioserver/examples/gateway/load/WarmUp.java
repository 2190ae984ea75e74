package dev.ioserver.examples.gateway.load;

/**
 * How a load was warmed up.
 *
 * @param nanos for how long
 * @param quiet whether it ended since everything was warm, and not at its limit
 */
public record WarmUp(long nanos, boolean quiet) {}
