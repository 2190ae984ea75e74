package dev.ioserver.engine.spi;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Some datagrams, for one call that receives or sends several. One element of each array belongs to
 * each datagram; there is no object for one.
 *
 * <p>Before a receive the caller says where there is room: {@link #address} and {@link #length}, or
 * {@link #buffer}; the call writes everything else, and the length. Before a send the caller says
 * where the bytes are, and to whom they go.
 *
 * <p>A host is 128 bits, {@link #hostHigh} and {@link #hostLow}, in the order of the network. An
 * IPv4 host is mapped into IPv6: {@code ::ffff:a.b.c.d}. An address that has no host is in {@link
 * #other}. Belongs to one thread at a time.
 */
public final class DatagramBatch {

  /** No time was told. */
  public static final byte NO_STAMP = 0;

  /** The kernel's clock, when its network stack took the datagram. */
  public static final byte SOFTWARE_STAMP = 1;

  /** The clock of the network device. */
  public static final byte HARDWARE_STAMP = 2;

  /** No count of drops came with the datagram. */
  public static final long NO_COUNT = -1;

  /** Where the bytes are, or the room for them. */
  public final long[] address;

  /** The same for engines that cannot use an address: from its position to its limit. */
  public final @Nullable ByteBuffer[] buffer;

  /** In: bytes of room, or to be sent, 0 or more. Out of a receive: bytes that were received. */
  public final int[] length;

  /** The upper half of the host: the source after a receive, the destination of a send. */
  public final long[] hostHigh;

  /** The lower half of the host. */
  public final long[] hostLow;

  /** The port of that host; -1 for a send to whom the socket is connected to. */
  public final int[] port;

  /** The scope of an IPv6 host, or 0. */
  public final int[] scope;

  /** An address that is not of IPv4 or IPv6; null as a rule. */
  public final @Nullable SocketAddress[] other;

  /** The local host that a datagram came to, where that was asked for: its upper half. */
  public final long[] localHigh;

  /** The lower half; 0, as the upper one, where nothing was told. */
  public final long[] localLow;

  /** The index of the interface that a datagram came in by; 0 where nothing was told. */
  public final int[] arrivedOn;

  /** Nanoseconds since 1970 at the time of arrival, of the clock that {@link #stamp} says. */
  public final long[] nanos;

  /** {@link #NO_STAMP}, {@link #SOFTWARE_STAMP} or {@link #HARDWARE_STAMP}. */
  public final byte[] stamp;

  /**
   * Datagrams that the kernel had dropped since the socket was made, when it queued this one, as an
   * unsigned int that begins again at 0: a caller takes the difference of two as an int. {@link
   * #NO_COUNT} where nothing was told, which is so too while there are none.
   */
  public final long[] dropped;

  /** Whether there was not enough room, so that the end of the datagram is lost. */
  public final boolean[] cut;

  /**
   * What was received is several datagrams of so many bytes each, of which the last may be shorter,
   * all from the same source; 0 if it is one. The same before a send, where {@link
   * DatagramSockets.Feature#SENDS_SEGMENTS} is: at most 64 of them, and 65,507 bytes.
   */
  public final int[] segment;

  /**
   * Whether a send may hand datagrams of one size to one destination that follow each other to the
   * kernel as one, where {@link DatagramSockets.Feature#SENDS_SEGMENTS} is; they arrive as they
   * would otherwise.
   */
  public boolean together = true;

  /**
   * A batch.
   *
   * @param capacity the most datagrams, 1 to 1,024: what one call takes on Linux
   */
  public DatagramBatch(int capacity) {
    address = new long[capacity];
    buffer = new ByteBuffer[capacity];
    length = new int[capacity];
    hostHigh = new long[capacity];
    hostLow = new long[capacity];
    port = new int[capacity];
    scope = new int[capacity];
    other = new SocketAddress[capacity];
    localHigh = new long[capacity];
    localLow = new long[capacity];
    arrivedOn = new int[capacity];
    nanos = new long[capacity];
    stamp = new byte[capacity];
    dropped = new long[capacity];
    cut = new boolean[capacity];
    segment = new int[capacity];
  }

  /** {@return the most datagrams that it has room for} */
  public int capacity() {
    return length.length;
  }
}
