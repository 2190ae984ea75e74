package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The calls of Winsock that receive and send datagrams, not overlapped. What {@link WinsockCalls}
 * says of its own holds here too. Those that an {@link Extension} finds take its address.
 */
public final class DatagramCalls {
  private static final int NO_FLAGS = 0;

  private DatagramCalls() {}

  /**
   * Receives a datagram: {@code WSARecvMsg}. One that is longer than the room fills it, and gives
   * WSAEMSGSIZE.
   *
   * @param function its address
   * @param message a {@link WsaMsg}
   * @param received an int that receives how many bytes came
   * @return how many bytes came
   */
  public static int wsaRecvMsg(
      MemorySegment error,
      MemorySegment function,
      long socket,
      MemorySegment message,
      MemorySegment received) {
    try {
      int result =
          (int)
              ExtensionHandles.WSA_RECV_MSG.invokeExact(
                  function,
                  error,
                  socket,
                  message,
                  received,
                  MemorySegment.NULL,
                  MemorySegment.NULL);
      return result >= 0 ? received.get(JAVA_INT, 0) : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Sends a datagram: {@code WSASendMsg}.
   *
   * @param function its address
   * @param message a {@link WsaMsg}
   * @param sent an int that receives how many bytes went
   * @return how many bytes went
   */
  public static int wsaSendMsg(
      MemorySegment error,
      MemorySegment function,
      long socket,
      MemorySegment message,
      MemorySegment sent) {
    try {
      int result =
          (int)
              ExtensionHandles.WSA_SEND_MSG.invokeExact(
                  function,
                  error,
                  socket,
                  message,
                  NO_FLAGS,
                  sent,
                  MemorySegment.NULL,
                  MemorySegment.NULL);
      return result >= 0 ? sent.get(JAVA_INT, 0) : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Receives a datagram into the first {@code count} of {@link WsaBuf}: {@code WSARecvFrom}. One
   * that is longer than the room fills it, and gives WSAEMSGSIZE.
   *
   * @param received an int that receives how many bytes came
   * @param flags an int: 0 in
   * @param address receives the sender's {@link SockAddr}
   * @param addressLength an int: in the room at {@code address} in bytes, out what the address
   *     takes
   * @return how many bytes came
   */
  public static int wsaRecvFrom(
      MemorySegment error,
      long socket,
      MemorySegment buffers,
      int count,
      MemorySegment received,
      MemorySegment flags,
      MemorySegment address,
      MemorySegment addressLength) {
    try {
      int result =
          (int)
              WindowsHandles.WSA_RECV_FROM.invokeExact(
                  error,
                  socket,
                  buffers,
                  count,
                  received,
                  flags,
                  address,
                  addressLength,
                  MemorySegment.NULL,
                  MemorySegment.NULL);
      return result >= 0 ? received.get(JAVA_INT, 0) : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Sends the first {@code count} of {@link WsaBuf} as a datagram: {@code WSASendTo}.
   *
   * @param sent an int that receives how many bytes went
   * @param address the destination's {@link SockAddr}; {@code NULL} for whom the socket is
   *     connected to
   * @param addressLength the bytes of it, or 0
   * @return how many bytes went
   */
  public static int wsaSendTo(
      MemorySegment error,
      long socket,
      MemorySegment buffers,
      int count,
      MemorySegment sent,
      MemorySegment address,
      int addressLength) {
    try {
      int result =
          (int)
              WindowsHandles.WSA_SEND_TO.invokeExact(
                  error,
                  socket,
                  buffers,
                  count,
                  sent,
                  NO_FLAGS,
                  address,
                  addressLength,
                  MemorySegment.NULL,
                  MemorySegment.NULL);
      return result >= 0 ? sent.get(JAVA_INT, 0) : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  private static int winsockError(MemorySegment error) {
    return error.get(JAVA_INT, WindowsHandles.WINSOCK_LAST_ERROR_OFFSET);
  }
}
