package dev.ioserver.engine.port;

import dev.ioserver.engine.spi.Hosts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a datagram port has met last, as objects and as numbers, so that neither way
 * costs memory for the same ones again. Two places next to each other for each: whoever was asked
 * for last has the first, and the one before the second. So two of them in turn are always both
 * known.
 *
 * <p>Thread-safety: any thread. An entry has nothing but final fields; a thread that misses another
 * one's makes its own.
 */
final class KnownAddresses {

  private static final int PLACES = 64;

  /** An address, both ways. */
  record Known(SocketAddress address, long high, long low, int port, int scope) {

    boolean is(long otherHigh, long otherLow, int otherPort, int otherScope) {
      return low == otherLow && port == otherPort && high == otherHigh && scope == otherScope;
    }
  }

  /** By their numbers. Any thread: plain load and store, a harmless race. */
  private final @Nullable Known[] byNumbers = new Known[PLACES];

  /** By the object that somebody sends to. Any thread: plain load and store, a harmless race. */
  private final @Nullable Known[] byObject = new Known[PLACES];

  KnownAddresses() {}

  /** The object for a source that is one already, or a host; null if the sender has no address. */
  @Nullable SocketAddress source(
      @Nullable SocketAddress other, long high, long low, int port, int scope) {
    if (other != null || port < 0) {
      return other;
    }
    return address(high, low, port, scope);
  }

  /** The object for an address. */
  InetSocketAddress address(long high, long low, int port, int scope) {
    int first = place(high, low, port);
    Known known = byNumbers[first];
    if (known == null || !known.is(high, low, port, scope)) {
      Known other = byNumbers[first + 1];
      if (other == null || !other.is(high, low, port, scope)) {
        other = new Known(Hosts.address(high, low, port, scope), high, low, port, scope);
      }
      byNumbers[first + 1] = known;
      byNumbers[first] = other;
      known = other;
    }
    return (InetSocketAddress) known.address();
  }

  /**
   * An address as numbers.
   *
   * @throws IllegalArgumentException if it is not resolved, or names nobody
   */
  Known numbers(SocketAddress address) {
    int first = System.identityHashCode(address) & (PLACES - 2);
    Known known = byObject[first];
    if (known != null && known.address().equals(address)) {
      return known;
    }
    Known other = byObject[first + 1];
    if (other == null || !other.address().equals(address)) {
      other = numbersOf(address);
    }
    byObject[first + 1] = known;
    byObject[first] = other;
    return other;
  }

  private static Known numbersOf(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress unix && unix.getPath().toString().isEmpty()) {
      throw new IllegalArgumentException(
          "the Unix address has no path; name the file of the receiver");
    }
    if (!(address instanceof InetSocketAddress inet)) {
      return new Known(address, 0, 0, 0, 0);
    }
    if (inet.isUnresolved()) {
      throw new IllegalArgumentException(
          "the host name " + inet.getHostString() + " is not resolved; check its spelling");
    }
    var host = inet.getAddress();
    return new Known(address, Hosts.high(host), Hosts.low(host), inet.getPort(), Hosts.scope(host));
  }

  /** The first of its two places. */
  private static int place(long high, long low, int port) {
    long mixed = (high * 31 + low) * 31 + port;
    mixed *= 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 58) & (PLACES - 2);
  }
}
