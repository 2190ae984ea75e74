package dev.ioserver.windows;

import dev.ioserver.bindings.windows.HostAddr;
import dev.ioserver.bindings.windows.SockAddr;
import dev.ioserver.bindings.windows.Sockets;
import dev.ioserver.engine.spi.DatagramBatch;
import java.lang.foreign.MemorySegment;

/**
 * Turns the addresses of a batch into those of Winsock and back, without an object for one.
 *
 * <p>Thread-safety: no state; as thread-safe as the memory and the batch.
 */
final class DatagramNames {

  private DatagramNames() {}

  /**
   * Writes to whom a datagram goes.
   *
   * @param inet6 whether an IPv4 host is to be written as one of IPv6, mapped
   * @return the bytes that it takes; 0 for whom the socket is connected to; below 0 if it is of a
   *     family that there is none for here
   */
  static int write(MemorySegment name, DatagramBatch batch, int index, boolean inet6) {
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
        ? HostAddr.setInet4(name, low, port)
        : HostAddr.setInet6(name, high, low, port, batch.scope[index]);
  }

  /** Notes whom a datagram came from. */
  static void read(MemorySegment name, int length, DatagramBatch batch, int index) {
    int family = length == 0 ? Sockets.AF_UNSPEC : SockAddr.family(name);
    batch.other[index] = null;
    if (family != Sockets.AF_INET && family != Sockets.AF_INET6) {
      batch.hostHigh[index] = 0;
      batch.hostLow[index] = 0;
      batch.port[index] = -1;
      batch.scope[index] = 0;
      return;
    }
    batch.hostHigh[index] = HostAddr.high(name, family);
    batch.hostLow[index] = HostAddr.low(name, family);
    batch.port[index] = SockAddr.port(name);
    batch.scope[index] = SockAddr.scopeId(name);
  }
}
