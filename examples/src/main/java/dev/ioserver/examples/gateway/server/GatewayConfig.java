package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.Layer;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is to be. Immutable; each method gives a changed copy.
 *
 * @param engine the engine's name, or null (default) for the best available
 * @param loops how many event loops with a thread each; 0 (default) lets the thread of the sessions
 *     run the loop itself
 * @param idle what a loop does when it has nothing to do; parks at once by default
 * @param books where the matching runs; {@link Matching#here} by default
 * @param listen where to listen, resolved, or a Unix socket; port 0 lets the system choose; by
 *     default a port of the system's choice on the loopback address
 * @param stocks the symbols that are traded, 1 to 64, each of 1 to 8 printable characters; by
 *     default AAPL, MSFT, NVDA and AMZN
 * @param user who may log in: this name, and those that {@link GatewayUsers} derives from it; 1 to
 *     6 characters; "demo" by default
 * @param password the password of all of them, 1 to 10 characters; "demo" by default
 * @param timeouts the clock of the sessions; the protocol's own by default
 * @param limits what bounds memory
 * @param feed the market data feed, or null (default) for none
 * @param fix where to listen for FIX 4.4, resolved; or null (default) not to
 * @param layer what the clients of OUCH speak through, such as TLS; or null (default)
 */
public record GatewayConfig(
    @Nullable String engine,
    int loops,
    IdleStrategy idle,
    Matching books,
    SocketAddress listen,
    List<String> stocks,
    String user,
    String password,
    SoupTimeouts timeouts,
    GatewayLimits limits,
    @Nullable FeedConfig feed,
    @Nullable InetSocketAddress fix,
    @Nullable Layer layer) {

  private static final int MAX_STOCKS = 64;

  /** Checks the parts. */
  public GatewayConfig {
    require(loops >= 0 && loops <= 1024, "loops is " + loops + "; it must be 0 to 1024");
    require(
        !(listen instanceof InetSocketAddress inet) || !inet.isUnresolved(),
        "the host name of " + listen + " is not resolved; check its spelling");
    require(
        fix == null || !fix.isUnresolved(),
        "the host name of the FIX address is not resolved; check its spelling");
    stocks = List.copyOf(stocks);
    require(
        !stocks.isEmpty() && stocks.size() <= MAX_STOCKS,
        stocks.size() + " stocks; it must be 1 to " + MAX_STOCKS);
    for (String stock : stocks) {
      requireText("stock", stock, Ouch.STOCK_LENGTH);
    }
    require(new HashSet<>(stocks).size() == stocks.size(), "a stock is named twice: " + stocks);
    requireText("user", user, SoupPacket.USERNAME_LENGTH);
    requireText("password", password, SoupPacket.PASSWORD_LENGTH);
  }

  /** The defaults named at each part. */
  public static GatewayConfig defaults() {
    return new GatewayConfig(
        null,
        0,
        IdleStrategy.park(),
        Matching.here(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        List.of("AAPL", "MSFT", "NVDA", "AMZN"),
        "demo",
        "demo",
        SoupTimeouts.STANDARD,
        GatewayLimits.defaults(),
        null,
        null,
        null);
  }

  /** A copy with another engine; null takes the best available. */
  public GatewayConfig engine(@Nullable String value) {
    return new GatewayConfig(
        value, loops, idle, books, listen, stocks, user, password, timeouts, limits, feed, fix,
        layer);
  }

  /** A copy with another number of event loops; 0 for none but the sessions' own thread. */
  public GatewayConfig loops(int value) {
    return new GatewayConfig(
        engine, value, idle, books, listen, stocks, user, password, timeouts, limits, feed, fix,
        layer);
  }

  /** A copy whose loops do something else when they have nothing to do. */
  public GatewayConfig idle(IdleStrategy value) {
    return new GatewayConfig(
        engine, loops, value, books, listen, stocks, user, password, timeouts, limits, feed, fix,
        layer);
  }

  /** A copy whose matching runs elsewhere. */
  public GatewayConfig books(Matching value) {
    return new GatewayConfig(
        engine, loops, idle, value, listen, stocks, user, password, timeouts, limits, feed, fix,
        layer);
  }

  /** A copy with another address to listen on. */
  public GatewayConfig listen(SocketAddress value) {
    return new GatewayConfig(
        engine, loops, idle, books, value, stocks, user, password, timeouts, limits, feed, fix,
        layer);
  }

  /** A copy with other stocks. */
  public GatewayConfig stocks(List<String> value) {
    return new GatewayConfig(
        engine, loops, idle, books, listen, value, user, password, timeouts, limits, feed, fix,
        layer);
  }

  /** A copy with another user and password. */
  public GatewayConfig credentials(String newUser, String newPassword) {
    return new GatewayConfig(
        engine,
        loops,
        idle,
        books,
        listen,
        stocks,
        newUser,
        newPassword,
        timeouts,
        limits,
        feed,
        fix,
        layer);
  }

  /** A copy with another clock. */
  public GatewayConfig timeouts(SoupTimeouts value) {
    return new GatewayConfig(
        engine, loops, idle, books, listen, stocks, user, password, value, limits, feed, fix,
        layer);
  }

  /** A copy with other limits. */
  public GatewayConfig limits(GatewayLimits value) {
    return new GatewayConfig(
        engine, loops, idle, books, listen, stocks, user, password, timeouts, value, feed, fix,
        layer);
  }

  /** A copy with another feed; null for none. */
  public GatewayConfig feed(@Nullable FeedConfig value) {
    return new GatewayConfig(
        engine, loops, idle, books, listen, stocks, user, password, timeouts, limits, value, fix,
        layer);
  }

  /** A copy that listens for FIX too; null not to. */
  public GatewayConfig fix(@Nullable InetSocketAddress value) {
    return new GatewayConfig(
        engine, loops, idle, books, listen, stocks, user, password, timeouts, limits, feed, value,
        layer);
  }

  /** A copy whose clients speak through a layer, such as TLS; null for none. */
  public GatewayConfig layer(@Nullable Layer value) {
    return new GatewayConfig(
        engine, loops, idle, books, listen, stocks, user, password, timeouts, limits, feed, fix,
        value);
  }

  private static void requireText(String name, String text, int maxLength) {
    require(
        !text.isEmpty()
            && text.equals(text.strip())
            && text.length() <= maxLength
            && text.chars().allMatch(c -> c < 0x80 && Ascii.isPrintable((byte) c)),
        name
            + " '"
            + text
            + "' must be 1 to "
            + maxLength
            + " printable ASCII characters, without spaces around them");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
