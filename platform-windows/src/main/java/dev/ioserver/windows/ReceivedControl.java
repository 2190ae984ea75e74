package dev.ioserver.windows;

import dev.ioserver.bindings.windows.Datagrams;
import dev.ioserver.bindings.windows.PacketInfo;
import dev.ioserver.bindings.windows.Sockets;
import dev.ioserver.bindings.windows.WsaCmsgHdr;
import dev.ioserver.engine.spi.DatagramBatch;
import java.lang.foreign.MemorySegment;

/**
 * Reads what Windows tells about a datagram beside its bytes: where it came to. It tells no times
 * and no drops.
 *
 * <p>Thread-safety: no state; as thread-safe as the memory and the batch.
 */
final class ReceivedControl {

  /** Room for all that a datagram can bring: one message of each family. */
  static final int BYTES = 128;

  private ReceivedControl() {}

  /**
   * Notes what came with a datagram, and that nothing else did.
   *
   * @param bytes how many bytes of control messages came
   * @param index which datagram of the batch it is
   */
  static void read(MemorySegment control, int bytes, DatagramBatch batch, int index) {
    batch.localHigh[index] = 0;
    batch.localLow[index] = 0;
    batch.arrivedOn[index] = 0;
    batch.stamp[index] = DatagramBatch.NO_STAMP;
    batch.nanos[index] = 0;
    batch.dropped[index] = DatagramBatch.NO_COUNT;
    batch.segment[index] = 0;
    for (long at = 0; WsaCmsgHdr.isThere(at, bytes); at = WsaCmsgHdr.next(control, at)) {
      int level = WsaCmsgHdr.level(control, at);
      int type = WsaCmsgHdr.type(control, at);
      long data = WsaCmsgHdr.data(at);
      if (level == Datagrams.IPPROTO_IP && type == Datagrams.IP_PKTINFO) {
        batch.localHigh[index] = 0;
        batch.localLow[index] = PacketInfo.mapped(control, data);
        batch.arrivedOn[index] = PacketInfo.interface4(control, data);
      } else if (level == Sockets.IPPROTO_IPV6 && type == Datagrams.IPV6_PKTINFO) {
        batch.localHigh[index] = PacketInfo.high(control, data);
        batch.localLow[index] = PacketInfo.low(control, data);
        batch.arrivedOn[index] = PacketInfo.interface6(control, data);
      }
    }
  }
}
