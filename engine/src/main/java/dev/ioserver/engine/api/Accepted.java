package dev.ioserver.engine.api;

/**
 * A connection was accepted. The port is open, passive until {@link Port#active(int)}, and belongs
 * to whoever received this message.
 *
 * @param listener that accepted
 * @param port of the new connection
 */
public record Accepted(Listener listener, Port port) implements ListenerMessage {}
