package dev.ioserver.netty;

import dev.ioserver.engine.spi.DatagramBatch;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sources of datagrams as addresses. It keeps some, so that the datagrams of a few sources
 * share the objects: made anew for each, addresses would be most of what a receiver allocates.
 *
 * <p>Thread-safety: the event loop's thread.
 */
final class KnownSources {

  /** How many are kept: a power of two. */
  private static final int KEPT = 64;

  private static final int INET6_BYTES = 16;

  private final @Nullable Source[] kept = new @Nullable Source[KEPT];

  /** The source of a datagram that was received. */
  InetSocketAddress of(DatagramBatch batch, int index) {
    long high = batch.hostHigh[index];
    long low = batch.hostLow[index];
    int port = batch.port[index];
    int scope = batch.scope[index];
    int slot = (Long.hashCode(high ^ low * 31) + port * 31 + scope) & KEPT - 1;
    Source found = kept[slot];
    if (found == null || !found.is(high, low, port, scope)) {
      found = new Source(high, low, port, scope, make(high, low, port, scope));
      kept[slot] = found;
    }
    return found.address();
  }

  private static InetSocketAddress make(long high, long low, int port, int scope) {
    byte[] bytes = ByteBuffer.allocate(INET6_BYTES).putLong(high).putLong(low).array();
    try {
      // Without a scope, getByAddress makes an Inet4Address of a mapped one.
      InetAddress host =
          scope == 0
              ? InetAddress.getByAddress(bytes)
              : Inet6Address.getByAddress(null, bytes, scope);
      return new InetSocketAddress(host, port);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of " + bytes.length + " bytes", e);
    }
  }

  private record Source(long high, long low, int port, int scope, InetSocketAddress address) {

    boolean is(long otherHigh, long otherLow, int otherPort, int otherScope) {
      return high == otherHigh && low == otherLow && port == otherPort && scope == otherScope;
    }
  }
}
