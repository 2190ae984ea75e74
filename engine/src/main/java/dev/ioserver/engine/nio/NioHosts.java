package dev.ioserver.engine.nio;

import dev.ioserver.engine.spi.DatagramBatch;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the numbers of a batch into addresses of Java and back. It keeps what it has made, so that
 * sending to a few destinations makes no object for each datagram.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class NioHosts {

  /** How many destinations are kept: a power of two. */
  private static final int KEPT = 64;

  private static final int INET6_BYTES = 16;
  private static final int INET4_BYTES = 4;

  /** What stands before the 32 bits of an IPv4 host. */
  private static final long MAPPED = 0xffff;

  private final @Nullable Kept[] kept = new @Nullable Kept[KEPT];

  /** The source of the last datagram, and what it is in numbers: java.nio gives the same object. */
  private @Nullable SocketAddress lastSource;

  private long lastHigh;
  private long lastLow;
  private int lastPort;
  private int lastScope;

  /** Notes the source of a datagram. */
  @SuppressWarnings("ReferenceEquality") // another object of the same value is taken apart again
  void note(SocketAddress source, DatagramBatch batch, int index) {
    batch.other[index] = null;
    if (source != lastSource) {
      split((InetSocketAddress) source);
      lastSource = source;
    }
    batch.hostHigh[index] = lastHigh;
    batch.hostLow[index] = lastLow;
    batch.port[index] = lastPort;
    batch.scope[index] = lastScope;
  }

  /** The destination of a datagram. */
  SocketAddress of(DatagramBatch batch, int index) {
    SocketAddress other = batch.other[index];
    if (other != null) {
      return other;
    }
    long high = batch.hostHigh[index];
    long low = batch.hostLow[index];
    int port = batch.port[index];
    int scope = batch.scope[index];
    int slot = (Long.hashCode(high ^ low * 31) + port * 31 + scope) & KEPT - 1;
    Kept found = kept[slot];
    if (found == null || !found.is(high, low, port, scope)) {
      found = new Kept(high, low, port, scope, make(high, low, port, scope));
      kept[slot] = found;
    }
    return found.address();
  }

  private void split(InetSocketAddress source) {
    InetAddress host = source.getAddress();
    ByteBuffer bytes = ByteBuffer.wrap(host.getAddress());
    boolean inet4 = bytes.remaining() == INET4_BYTES;
    lastHigh = inet4 ? 0 : bytes.getLong();
    lastLow =
        inet4 ? MAPPED << Integer.SIZE | Integer.toUnsignedLong(bytes.getInt()) : bytes.getLong();
    lastPort = source.getPort();
    lastScope = host instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
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

  private record Kept(long high, long low, int port, int scope, InetSocketAddress address) {

    boolean is(long otherHigh, long otherLow, int otherPort, int otherScope) {
      return high == otherHigh && low == otherLow && port == otherPort && scope == otherScope;
    }
  }
}
