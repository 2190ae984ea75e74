package dev.ioserver.engine.api;

/**
 * The peer has sent its last byte (it closed, or shut down its output). All data before it has been
 * delivered. Sending is still possible; {@link Port#close()} ends the port.
 *
 * @param port that it is about
 */
public record PeerClosed(Port port) implements PortMessage {}
