package dev.ioserver.engine.api;

/**
 * The connection that {@code connect} asked for stands. Comes once, before any data.
 *
 * @param port that it is about
 */
public record Connected(Port port) implements PortMessage {}
