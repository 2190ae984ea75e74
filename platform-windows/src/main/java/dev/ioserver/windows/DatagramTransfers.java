package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.DatagramCalls;
import dev.ioserver.bindings.windows.Datagrams;
import dev.ioserver.bindings.windows.SockAddr;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WsaBuf;
import dev.ioserver.bindings.windows.WsaMsg;
import dev.ioserver.engine.spi.DatagramBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Receives and sends one datagram of a batch, by the calls that {@link DatagramFeatures} has found.
 * To do so does not allocate.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class DatagramTransfers {

  private static final int NO_FLAGS = 0;

  private final DatagramFeatures features;
  private final MemorySegment error;
  private final MemorySegment receiveFunction;
  private final MemorySegment sendFunction;
  private final MemorySegment message;
  private final MemorySegment buffer;
  private final MemorySegment name;
  private final MemorySegment control;
  private final MemorySegment transferred;
  private final MemorySegment flags;
  private final MemorySegment length;

  DatagramTransfers(Arena arena, MemorySegment error, DatagramFeatures features) {
    this.features = features;
    this.error = error;
    this.receiveFunction = MemorySegment.ofAddress(Math.max(0, features.receive()));
    this.sendFunction = MemorySegment.ofAddress(Math.max(0, features.send()));
    this.message = arena.allocate(WsaMsg.LAYOUT);
    this.buffer = arena.allocate(WsaBuf.LAYOUT);
    this.name = arena.allocate(SockAddr.LAYOUT);
    this.control = arena.allocate(ReceivedControl.BYTES, Long.BYTES);
    this.transferred = arena.allocate(JAVA_INT);
    this.flags = arena.allocate(JAVA_INT);
    this.length = arena.allocate(JAVA_INT);
    WsaMsg.setBuffers(message, buffer, 1);
  }

  /** The call that receives, for messages. */
  String receiveCall() {
    return features.receivesMessages() ? "WSARecvMsg" : "WSARecvFrom";
  }

  /** The call that sends, for messages. */
  String sendCall() {
    return features.sendsMessages() ? "WSASendMsg" : "WSASendTo";
  }

  /**
   * Receives one.
   *
   * @return how many bytes; or a code, negated
   */
  int receive(long socket, DatagramBatch batch, int index) {
    int room = batch.length[index];
    WsaBuf.set(buffer, 0, batch.address[index], room);
    boolean messages = features.receivesMessages();
    int result = messages ? receiveMessage(socket) : receivePlain(socket);
    // How many bytes came is not told of a datagram that is cut: as many as there was room for.
    boolean cut = result == -WindowsErrors.WSAEMSGSIZE;
    if (result < 0 && !cut) {
      return result;
    }
    batch.length[index] = cut ? room : result;
    batch.cut[index] = cut || (messages && (WsaMsg.flags(message) & Datagrams.MSG_TRUNC) != 0);
    int nameBytes = messages ? WsaMsg.nameLength(message) : length.get(JAVA_INT, 0);
    DatagramNames.read(name, nameBytes, batch, index);
    ReceivedControl.read(control, messages ? WsaMsg.controlLength(message) : 0, batch, index);
    return batch.length[index];
  }

  /**
   * Sends one.
   *
   * @param inet6 whether the socket is of IPv6
   * @return how many bytes; or a code, negated
   */
  int send(long socket, DatagramBatch batch, int index, boolean inet6) {
    int bytes = DatagramNames.write(name, batch, index, inet6);
    if (bytes < 0) {
      return -WindowsErrors.WSAEAFNOSUPPORT;
    }
    WsaBuf.set(buffer, 0, batch.address[index], batch.length[index]);
    MemorySegment to = bytes == 0 ? MemorySegment.NULL : name;
    if (!features.sendsMessages()) {
      return DatagramCalls.wsaSendTo(error, socket, buffer, 1, transferred, to, bytes);
    }
    WsaMsg.setName(message, to, bytes);
    WsaMsg.setControl(message, MemorySegment.NULL, 0);
    WsaMsg.setFlags(message, NO_FLAGS);
    return DatagramCalls.wsaSendMsg(error, sendFunction, socket, message, transferred);
  }

  private int receiveMessage(long socket) {
    WsaMsg.setName(message, name, (int) SockAddr.LAYOUT.byteSize());
    WsaMsg.setControl(message, control, ReceivedControl.BYTES);
    WsaMsg.setFlags(message, NO_FLAGS);
    return DatagramCalls.wsaRecvMsg(error, receiveFunction, socket, message, transferred);
  }

  private int receivePlain(long socket) {
    flags.set(JAVA_INT, 0, NO_FLAGS);
    length.set(JAVA_INT, 0, (int) SockAddr.LAYOUT.byteSize());
    return DatagramCalls.wsaRecvFrom(error, socket, buffer, 1, transferred, flags, name, length);
  }
}
