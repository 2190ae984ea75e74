package dev.ioserver.examples.echo;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IdleStrategy;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What an echo server is to be.
 *
 * @param engine the engine's name, or null for the best available
 * @param loops how many event loops with a thread each; 0 lets the caller run the loop
 * @param idle what a loop does when it has nothing to do
 * @param listen where to listen, resolved
 * @param framing what is echoed as one piece
 */
public record EchoConfig(
    @Nullable String engine,
    int loops,
    IdleStrategy idle,
    InetSocketAddress listen,
    Framing framing) {}
