package dev.ioserver.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.posix.CmsgHdr;
import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.HostAddr;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.spi.DatagramBatch;
import java.lang.foreign.MemorySegment;

/**
 * Reads what the kernel tells about a datagram beside its bytes: {@code cmsg(3)}, {@code ip(7)},
 * {@code ipv6(7)}, {@code socket(7)}. What one system alone tells has no number on the others, and
 * is never met there.
 *
 * <p>Thread-safety: no state; as thread-safe as the memory and the batch.
 */
public final class ReceivedControl {

  /** Room for all that a datagram can bring on any system. */
  public static final int BYTES = 256;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  /** The bytes of a {@code struct timespec}; SO_TIMESTAMPING brings three. */
  private static final int TIMESPEC = 16;

  private static final int HARDWARE = 2 * TIMESPEC;

  /** {@code struct in_pktinfo}: the index, a local address to answer from, the destination. */
  private static final int DESTINATION = 8;

  /** {@code struct in6_pktinfo}: the destination, the index. */
  private static final int INET6_INTERFACE = 16;

  /** {@code struct sockaddr_dl}: the index, an unsigned short. */
  private static final int LINK_INTERFACE = 2;

  private ReceivedControl() {}

  /**
   * Notes what came with a datagram, and that nothing else did.
   *
   * @param begin where its control messages begin
   * @param bytes how many bytes of them came
   * @param index which datagram of the batch it is
   */
  public static void read(
      MemorySegment control, long begin, int bytes, DatagramBatch batch, int index) {
    batch.localHigh[index] = 0;
    batch.localLow[index] = 0;
    batch.arrivedOn[index] = 0;
    batch.stamp[index] = DatagramBatch.NO_STAMP;
    batch.nanos[index] = 0;
    batch.dropped[index] = DatagramBatch.NO_COUNT;
    batch.segment[index] = 0;
    for (long at = begin; CmsgHdr.isThere(at, begin, bytes); at = CmsgHdr.next(control, at)) {
      int level = CmsgHdr.level(control, at);
      int type = CmsgHdr.type(control, at);
      long data = CmsgHdr.data(at);
      if (level == Sockets.SOL_SOCKET) {
        ofSocket(control, type, data, batch, index);
      } else if (level == Sockets.IPPROTO_IP) {
        ofInet4(control, type, data, batch, index);
      } else if (level == Sockets.IPPROTO_IPV6) {
        ofInet6(control, type, data, batch, index);
      } else if (level == Datagrams.IPPROTO_UDP && type == Datagrams.UDP_GRO) {
        int size = control.get(JAVA_INT, data);
        batch.segment[index] = size < batch.length[index] ? size : 0;
      }
    }
  }

  private static void ofSocket(
      MemorySegment control, int type, long data, DatagramBatch batch, int index) {
    if (type == Datagrams.SO_RXQ_OVFL) {
      batch.dropped[index] = Integer.toUnsignedLong(control.get(JAVA_INT, data));
    } else if (type == Datagrams.SO_TIMESTAMPNS || type == Datagrams.SCM_REALTIME) {
      stamp(batch, index, DatagramBatch.SOFTWARE_STAMP, nanos(control, data));
    } else if (type == Datagrams.SO_TIMESTAMPING) {
      long hardware = nanos(control, data + HARDWARE);
      if (hardware != 0) {
        stamp(batch, index, DatagramBatch.HARDWARE_STAMP, hardware);
      } else {
        stamp(batch, index, DatagramBatch.SOFTWARE_STAMP, nanos(control, data));
      }
    } else if (type == Datagrams.SCM_TIMESTAMP) {
      long seconds = control.get(JAVA_LONG_UNALIGNED, data);
      int micros = control.get(JAVA_INT, data + Long.BYTES);
      long nanos = seconds * NANOS_PER_SECOND + micros * NANOS_PER_MICRO;
      stamp(batch, index, DatagramBatch.SOFTWARE_STAMP, nanos);
    }
  }

  private static void ofInet4(
      MemorySegment control, int type, long data, DatagramBatch batch, int index) {
    if (type == Datagrams.IP_PKTINFO) {
      batch.arrivedOn[index] = control.get(JAVA_INT, data);
      batch.localLow[index] = HostAddr.mapped(control, data + DESTINATION);
    } else if (type == Datagrams.IP_RECVDSTADDR) {
      batch.localLow[index] = HostAddr.mapped(control, data);
    } else if (type == Datagrams.IP_RECVIF) {
      batch.arrivedOn[index] = Short.toUnsignedInt(control.get(JAVA_SHORT, data + LINK_INTERFACE));
    }
  }

  private static void ofInet6(
      MemorySegment control, int type, long data, DatagramBatch batch, int index) {
    if (type == Datagrams.IPV6_PKTINFO) {
      batch.localHigh[index] = HostAddr.half(control, data);
      batch.localLow[index] = HostAddr.half(control, data + Long.BYTES);
      batch.arrivedOn[index] = control.get(JAVA_INT, data + INET6_INTERFACE);
    }
  }

  private static void stamp(DatagramBatch batch, int index, byte clock, long nanos) {
    // Zero is what the kernel says where it has no time.
    if (nanos != 0) {
      batch.stamp[index] = clock;
      batch.nanos[index] = nanos;
    }
  }

  private static long nanos(MemorySegment control, long at) {
    // On macOS the data of a control message is aligned to 4 bytes.
    return control.get(JAVA_LONG_UNALIGNED, at) * NANOS_PER_SECOND
        + control.get(JAVA_LONG_UNALIGNED, at + Long.BYTES);
  }
}
