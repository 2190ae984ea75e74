package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The calls of Winsock, one method each, under their own names. What {@link WindowsCalls} says of
 * results, the error segment, threads and exceptions holds here too; the code is WSAGetLastError's.
 */
public final class WinsockCalls {
  private static final int NO_GROUP = 0;

  private WinsockCalls() {}

  /**
   * Makes Winsock usable in this process: {@code WSAStartup}.
   *
   * @param version the version wanted, its minor part in the upper byte: 0x0202
   * @param data a {@link WsaData}
   */
  public static int wsaStartup(int version, MemorySegment data) {
    try {
      int code = (int) WindowsHandles.WSA_STARTUP.invokeExact((short) version, data);
      return -code;
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Opens a socket: {@code WSASocketW}.
   *
   * @param flags {@code WSA_FLAG_} of {@link Sockets}
   * @return the socket
   */
  public static long wsaSocket(MemorySegment error, int family, int type, int protocol, int flags) {
    try {
      long result =
          (long)
              WindowsHandles.WSA_SOCKET_W.invokeExact(
                  error, family, type, protocol, MemorySegment.NULL, NO_GROUP, flags);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Controls a socket, not overlapped: {@code WSAIoctl}.
   *
   * @param request {@code SIO_} of {@link Sockets}
   * @param returned an int that receives how many bytes came to {@code output}
   */
  public static int wsaIoctl(
      MemorySegment error,
      long socket,
      int request,
      MemorySegment input,
      int inputLength,
      MemorySegment output,
      int outputLength,
      MemorySegment returned) {
    try {
      int result =
          (int)
              WindowsHandles.WSA_IOCTL.invokeExact(
                  error,
                  socket,
                  request,
                  input,
                  inputLength,
                  output,
                  outputLength,
                  returned,
                  MemorySegment.NULL,
                  MemorySegment.NULL);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Sets a mode of a socket: {@code ioctlsocket}.
   *
   * @param request {@link Sockets#FIONBIO}
   * @param value an int
   */
  public static int ioctlsocket(
      MemorySegment error, long socket, int request, MemorySegment value) {
    try {
      int result = (int) WindowsHandles.IOCTLSOCKET.invokeExact(error, socket, request, value);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /** Gives a socket its local address, a {@link SockAddr}: {@code bind}. */
  public static int bind(
      MemorySegment error, long socket, MemorySegment address, int addressLength) {
    try {
      int result = (int) WindowsHandles.BIND.invokeExact(error, socket, address, addressLength);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Makes a socket accept connections: {@code listen}.
   *
   * @param backlog how many connections may wait; Windows cuts it to its own limit
   */
  public static int listen(MemorySegment error, long socket, int backlog) {
    try {
      int result = (int) WindowsHandles.LISTEN.invokeExact(error, socket, backlog);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Takes the next connection of a listening socket, whose modes it has: {@code accept}.
   *
   * @param address receives the peer's {@link SockAddr}; {@code NULL} together with the next when
   *     unwanted
   * @param addressLength an int: in the room at {@code address} in bytes, out what the address
   *     takes
   * @return the connection's socket
   */
  public static long accept(
      MemorySegment error, long socket, MemorySegment address, MemorySegment addressLength) {
    try {
      long result = (long) WindowsHandles.ACCEPT.invokeExact(error, socket, address, addressLength);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Connects to a {@link SockAddr}: {@code connect}. A non-blocking socket gives WSAEWOULDBLOCK.
   */
  public static int connect(
      MemorySegment error, long socket, MemorySegment address, int addressLength) {
    try {
      int result = (int) WindowsHandles.CONNECT.invokeExact(error, socket, address, addressLength);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Closes one direction or both: {@code shutdown}.
   *
   * @param how {@link Sockets#SD_RECEIVE}, {@link Sockets#SD_SEND} or {@link Sockets#SD_BOTH}
   */
  public static int shutdown(MemorySegment error, long socket, int how) {
    try {
      int result = (int) WindowsHandles.SHUTDOWN.invokeExact(error, socket, how);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /** Reads the local address, with arguments like those of accept: {@code getsockname}. */
  public static int getsockname(
      MemorySegment error, long socket, MemorySegment address, MemorySegment addressLength) {
    try {
      int result =
          (int) WindowsHandles.GETSOCKNAME.invokeExact(error, socket, address, addressLength);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /** Reads the peer's address, with arguments like those of accept: {@code getpeername}. */
  public static int getpeername(
      MemorySegment error, long socket, MemorySegment address, MemorySegment addressLength) {
    try {
      int result =
          (int) WindowsHandles.GETPEERNAME.invokeExact(error, socket, address, addressLength);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Reads an option: {@code getsockopt}.
   *
   * @param valueLength an int: in the room at {@code value} in bytes, out what the option takes
   */
  public static int getsockopt(
      MemorySegment error,
      long socket,
      int level,
      int name,
      MemorySegment value,
      MemorySegment valueLength) {
    try {
      int result =
          (int)
              WindowsHandles.GETSOCKOPT.invokeExact(error, socket, level, name, value, valueLength);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Changes an option: {@code setsockopt}.
   *
   * @param valueLength bytes at {@code value}
   */
  public static int setsockopt(
      MemorySegment error, long socket, int level, int name, MemorySegment value, int valueLength) {
    try {
      int result =
          (int)
              WindowsHandles.SETSOCKOPT.invokeExact(error, socket, level, name, value, valueLength);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Receives up to {@code length} bytes: {@code recv}.
   *
   * @param address where to; whoever calls keeps that memory alive until the call returns
   * @return how many bytes came, 0 when the peer has closed its direction
   */
  public static int recv(MemorySegment error, long socket, long address, int length, int flags) {
    try {
      int result = (int) WindowsHandles.RECV.invokeExact(error, socket, address, length, flags);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Sends up to {@code length} bytes: {@code send}.
   *
   * @param address where from; whoever calls keeps that memory alive until the call returns
   * @return how many bytes went
   */
  public static int send(MemorySegment error, long socket, long address, int length, int flags) {
    try {
      int result = (int) WindowsHandles.SEND.invokeExact(error, socket, address, length, flags);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Sends {@code count} of {@link WsaBuf} one after another, not overlapped: {@code WSASend}.
   *
   * @param sent an int that receives how many bytes went
   * @return how many bytes went
   */
  public static int wsaSend(
      MemorySegment error, long socket, MemorySegment buffers, int count, MemorySegment sent) {
    try {
      int result =
          (int)
              WindowsHandles.WSA_SEND.invokeExact(
                  error, socket, buffers, count, sent, 0, MemorySegment.NULL, MemorySegment.NULL);
      return result >= 0 ? sent.get(JAVA_INT, 0) : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  /**
   * Closes a socket: {@code closesocket}. It stays open only if the answer is WSAEWOULDBLOCK, which
   * a non-blocking socket with a linger time gives.
   */
  public static int closesocket(MemorySegment error, long socket) {
    try {
      int result = (int) WindowsHandles.CLOSESOCKET.invokeExact(error, socket);
      return result >= 0 ? result : -winsockError(error);
    } catch (Throwable failure) {
      throw WindowsHandles.unexpected(failure);
    }
  }

  private static int winsockError(MemorySegment error) {
    return error.get(JAVA_INT, WindowsHandles.WINSOCK_LAST_ERROR_OFFSET);
  }
}
