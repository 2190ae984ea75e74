package dev.ioserver.engine.api;

import java.io.IOException;

/**
 * A port or a listener failed. For a system call that failed the cause is a {@link
 * SystemCallException}, which names the call, the code and the remedy. It is the first thing that
 * went wrong, whatever has followed from that. For a port {@link Closed} follows; a listener that
 * ran out of descriptors says so with this message and goes on.
 *
 * @param source the port or listener that failed
 * @param cause why it failed
 */
public record Failed(Receiver<?> source, IOException cause) implements Message {}
