package dev.ioserver.posix;

import dev.ioserver.bindings.posix.HostAddr;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.spi.DatagramBatch;
import java.lang.foreign.MemorySegment;

/**
 * Turns the addresses of a batch into those of the kernel and back, without an object for one.
 *
 * <p>Thread-safety: no state; as thread-safe as the memory and the batch.
 */
public final class DatagramNames {

  /** Room for an address of any family. */
  public static final int BYTES = (int) SockAddr.LAYOUT.byteSize();

  private DatagramNames() {}

  /**
   * Writes to whom a datagram goes.
   *
   * @param inet6 whether an IPv4 host is to be written as one of IPv6, mapped
   * @return the bytes that it takes; 0 for whom the socket is connected to; below 0 if it is of a
   *     family that there is none for here
   */
  public static int write(
      MemorySegment names, long at, DatagramBatch batch, int index, boolean inet6) {
    if (batch.other[index] != null) {
      return -1;
    }
    int port = batch.port[index];
    if (port < 0) {
      return 0;
    }
    long high = batch.hostHigh[index];
    long low = batch.hostLow[index];
    return HostAddr.isMapped(high, low) && !inet6
        ? HostAddr.setInet4(names, at, low, port)
        : HostAddr.setInet6(names, at, high, low, port, batch.scope[index]);
  }

  /** Notes whom a datagram came from. */
  public static void read(
      MemorySegment names, long at, int length, DatagramBatch batch, int index) {
    int family = length == 0 ? Sockets.AF_UNSPEC : HostAddr.family(names, at);
    batch.other[index] = null;
    if (family != Sockets.AF_INET && family != Sockets.AF_INET6) {
      batch.hostHigh[index] = 0;
      batch.hostLow[index] = 0;
      batch.port[index] = -1;
      batch.scope[index] = 0;
      return;
    }
    batch.hostHigh[index] = HostAddr.high(names, at, family);
    batch.hostLow[index] = HostAddr.low(names, at, family);
    batch.port[index] = HostAddr.port(names, at);
    batch.scope[index] = HostAddr.scope(names, at, family);
  }
}
