package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a datagram that has arrived: of a {@link Datagram}, a message, and of the one
 * that a {@link DatagramCursor} stands on.
 *
 * <p>Everything is there as a number. Objects are made when somebody asks for them: {@link
 * #source()} gives the same object for the same source as a rule, so that datagrams of a few
 * sources in turn cost none.
 *
 * <p>A host is 128 bits in the order of the network. One of IPv4 is mapped into IPv6, {@code
 * ::ffff:a.b.c.d}.
 */
public interface ReceivedDatagram {

  /** Which clock told when a datagram arrived. */
  enum Clock {
    /** None: it was not asked for, or this system does not tell. */
    NONE,
    /** The kernel's, when its network stack took the datagram. */
    KERNEL,
    /** That of the network device. */
    DEVICE
  }

  /** {@return how many bytes, 0 or more: there are empty datagrams} */
  int length();

  /**
   * {@return the bytes from position to limit of a direct, big-endian buffer} The position is not 0
   * as a rule: use relative gets, or add {@link ByteBuffer#position()}. The buffer is reused; its
   * position, limit and order are the receiver's.
   */
  ByteBuffer bytes();

  /**
   * {@return the bytes as a segment of exactly {@link #length()}} May allocate the segment object.
   */
  MemorySegment segment();

  /**
   * {@return who sent it: an {@link java.net.InetSocketAddress}, or for a datagram over a Unix
   * socket its address; null where the sender has none} The port keeps a few of these objects, and
   * gives the same again for the same source.
   */
  @Nullable SocketAddress source();

  /** {@return the upper 64 bits of the source's host} */
  long sourceHigh();

  /** {@return the lower 64 bits of the source's host; for IPv4 its lower half is the address} */
  long sourceLow();

  /** {@return the port of the source, 0 to 65,535; -1 for one over a Unix socket} */
  int sourcePort();

  /** {@return the scope of an IPv6 source, or 0} */
  int sourceScope();

  /**
   * {@return the local host that it came to, a group for example, with this port's own port number;
   * null where {@link DatagramOptions#localAddresses(boolean)} is off} May allocate.
   */
  @Nullable SocketAddress localAddress();

  /**
   * {@return the index of the interface that it came in by; 0 where {@link
   * DatagramOptions#localAddresses(boolean)} is off}
   */
  int interfaceIndex();

  /**
   * {@return when it arrived, in nanoseconds since 1970, by the clock that {@link #clock()} names;
   * 0 if that is {@link Clock#NONE}}
   */
  long receivedNanos();

  /** {@return which clock told {@link #receivedNanos()}} */
  Clock clock();

  /**
   * {@return how many datagrams the kernel has dropped between the one before and this one, for
   * want of room in the socket; 0 where nobody counts, see {@link DatagramPort#countsDrops()}}
   */
  long drops();

  /**
   * {@return whether it was longer than {@link DatagramOptions#maxDatagram(int)}, so that its end
   * is lost}
   */
  boolean isCut();
}
