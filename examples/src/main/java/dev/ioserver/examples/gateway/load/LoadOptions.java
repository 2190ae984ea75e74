package dev.ioserver.examples.gateway.load;

import dev.ioserver.engine.api.Layer;
import dev.ioserver.examples.gateway.server.GatewayUsers;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load is to be. Immutable.
 *
 * @param engine the clients' engine, or null for the best available
 * @param gateway where the gateway listens
 * @param connections how many clients, each a user of its own
 * @param rate orders a second of all clients together; 0 for as many as the gateway answers, with
 *     {@link #WINDOW} unanswered ones per connection
 * @param warmupNanos nanoseconds of orders that are answered and checked but not measured; at most,
 *     if {@link LoadRun#warmUpUntil} says when it is enough
 * @param measureNanos nanoseconds of orders that are measured
 * @param graceNanos nanoseconds without any reply after which what is unanswered is lost
 * @param stocks the symbols to trade, each known to the gateway
 * @param user the name from which {@link GatewayUsers} derives those of the clients
 * @param password the password of all of them
 * @param alone whether nobody else trades at this gateway, so that purchases must equal sales
 * @param layer what the clients speak through, such as TLS; or null
 */
public record LoadOptions(
    @Nullable String engine,
    SocketAddress gateway,
    int connections,
    int rate,
    long warmupNanos,
    long measureNanos,
    long graceNanos,
    List<String> stocks,
    String user,
    String password,
    boolean alone,
    @Nullable Layer layer) {

  /** Unanswered orders that a connection may have at rate 0. */
  public static final int WINDOW = 32;

  /** A grace period that outlasts any pause of a gateway that still works. */
  public static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

  /** With no layer. */
  public LoadOptions(
      @Nullable String engine,
      SocketAddress gateway,
      int connections,
      int rate,
      long warmupNanos,
      long measureNanos,
      long graceNanos,
      List<String> stocks,
      String user,
      String password,
      boolean alone) {
    this(
        engine,
        gateway,
        connections,
        rate,
        warmupNanos,
        measureNanos,
        graceNanos,
        stocks,
        user,
        password,
        alone,
        null);
  }

  /** Checks the parts. */
  public LoadOptions {
    stocks = List.copyOf(stocks);
    int users = GatewayUsers.count(user);
    if (connections < 1 || connections > users) {
      throw new IllegalArgumentException(
          connections
              + " connections; it must be 1 to "
              + users
              + ", one for each name that can be derived from the user '"
              + user
              + "'");
    }
    if (rate < 0 || warmupNanos < 0 || measureNanos <= 0 || graceNanos < 0 || stocks.isEmpty()) {
      throw new IllegalArgumentException("a rate or time below 0, nothing to measure, or no stock");
    }
  }
}
