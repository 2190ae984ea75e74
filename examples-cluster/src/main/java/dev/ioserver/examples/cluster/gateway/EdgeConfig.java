package dev.ioserver.examples.cluster.gateway;

import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway is to run.
 *
 * @param engine the engine of ioserver, or null for the best
 * @param listen where clients come to
 * @param ingressEndpoints the members, as Aeron wants them
 * @param egressHost where the members reach this gateway
 * @param user who may log in; clients add two characters to it
 * @param password the password of all of them
 * @param timeouts the clock of the sessions
 * @param say takes lines about what becomes of the gateway
 */
public record EdgeConfig(
    @Nullable String engine,
    InetSocketAddress listen,
    String ingressEndpoints,
    String egressHost,
    String user,
    String password,
    SoupTimeouts timeouts,
    Consumer<String> say) {}
