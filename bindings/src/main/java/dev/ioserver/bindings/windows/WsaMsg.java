package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.generated._WSABUF;
import dev.ioserver.bindings.windows.generated._WSAMSG;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes and reads {@code WSAMSG}, the argument of WSARecvMsg and WSASendMsg.
 *
 * <p>Memory fresh from an arena is zero, which means no address and no control message. What it
 * points to must stay alive until the call is over. Static methods over the caller's memory: as
 * thread-safe as that memory is.
 */
public final class WsaMsg {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = _WSAMSG.layout();

  private static final long NAME = _WSAMSG.name$offset();
  private static final long NAME_LENGTH = _WSAMSG.namelen$offset();
  private static final long BUFFERS = _WSAMSG.lpBuffers$offset();
  private static final long BUFFER_COUNT = _WSAMSG.dwBufferCount$offset();
  private static final long CONTROL_LENGTH = _WSAMSG.Control$offset() + _WSABUF.len$offset();
  private static final long CONTROL = _WSAMSG.Control$offset() + _WSABUF.buf$offset();
  private static final long FLAGS = _WSAMSG.dwFlags$offset();

  private WsaMsg() {}

  /** What to send, or the room to receive into: the first {@code count} of {@link WsaBuf}. */
  public static void setBuffers(MemorySegment message, MemorySegment buffers, int count) {
    message.set(ADDRESS, BUFFERS, buffers);
    message.set(JAVA_INT, BUFFER_COUNT, count);
  }

  /**
   * Where the peer's {@link SockAddr} is, or the room for it.
   *
   * @param length bytes there, or 0 with {@code NULL}
   */
  public static void setName(MemorySegment message, MemorySegment name, int length) {
    message.set(ADDRESS, NAME, name);
    message.set(JAVA_INT, NAME_LENGTH, length);
  }

  /** The bytes that the peer's address takes: 0 if there is none. */
  public static int nameLength(MemorySegment message) {
    return message.get(JAVA_INT, NAME_LENGTH);
  }

  /**
   * Where the control messages are, or the room for them: {@link WsaCmsgHdr}.
   *
   * @param length bytes there, or 0 with {@code NULL}
   */
  public static void setControl(MemorySegment message, MemorySegment control, int length) {
    message.set(ADDRESS, CONTROL, control);
    message.set(JAVA_INT, CONTROL_LENGTH, length);
  }

  /** The bytes of the control messages that came. */
  public static int controlLength(MemorySegment message) {
    return message.get(JAVA_INT, CONTROL_LENGTH);
  }

  /** What the call is asked for; a receive writes what it has to say. */
  public static void setFlags(MemorySegment message, int flags) {
    message.set(JAVA_INT, FLAGS, flags);
  }

  /** What a receive says: {@link Datagrams#MSG_TRUNC} for example. */
  public static int flags(MemorySegment message) {
    return message.get(JAVA_INT, FLAGS);
  }
}
