package dev.ioserver.engine.api;

/** The connection that {@code connect} asked for stands. Comes once, before any data. */
public record Connected(Port port) implements PortMessage {}
