package dev.ioserver.engine.api;

/**
 * The server shuts down: say what is still to be said, and close the port. Whatever was sent before
 * the close is written. A port that is still open when the time is over is closed by the server.
 *
 * @param port that it is about
 */
public record ShuttingDown(Port port) implements PortMessage {}
