package dev.ioserver.engine.api;

import java.io.IOException;

/**
 * A port, a listener or a watch failed. For a system call that failed the cause is a {@link
 * SystemCallException}, which names the call, the code and the remedy. It is the first thing that
 * went wrong, whatever has followed from that. For a port and a watch {@link Closed} follows; a
 * listener that ran out of descriptors says so with this message and goes on.
 *
 * @param source what has failed
 * @param cause why it failed
 */
public record Failed(Receiver<?> source, IOException cause) implements Message {}
