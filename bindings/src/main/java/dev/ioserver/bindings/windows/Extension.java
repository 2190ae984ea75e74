package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.windows.generated._GUID;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Functions that no library exports: a socket tells their addresses, which belong to its provider.
 * Each has a GUID, a macro of {@code mswsock.h} that jextract cannot read: they are written here,
 * and a test compares them with the header.
 *
 * <p>Immutable, thread-safe.
 */
public enum Extension {
  /** {@code WSARecvMsg}. */
  WSARECVMSG(0xf689d7c8, 0x6f1f, 0x436b, 0x8a, 0x53, 0xe5, 0x4f, 0xe3, 0x51, 0xc3, 0x22),

  /** {@code WSASendMsg}. */
  WSASENDMSG(0xa441e712, 0x754f, 0x43ca, 0x84, 0xa7, 0x0d, 0xee, 0x44, 0xcf, 0x60, 0x6d);

  private final int first;
  private final int second;
  private final int third;
  private final int[] last;

  Extension(int first, int second, int third, int... last) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.last = last;
  }

  /**
   * The address of the function: {@code WSAIoctl}, SIO_GET_EXTENSION_FUNCTION_POINTER.
   *
   * @param socket of the provider that the function shall belong to
   * @return an address, or a code, negated
   */
  public long find(MemorySegment error, long socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment guid = arena.allocate(_GUID.layout());
      guid.set(JAVA_INT, _GUID.Data1$offset(), first);
      guid.set(JAVA_SHORT, _GUID.Data2$offset(), (short) second);
      guid.set(JAVA_SHORT, _GUID.Data3$offset(), (short) third);
      for (int i = 0; i < last.length; i++) {
        guid.set(JAVA_BYTE, _GUID.Data4$offset() + i, (byte) last[i]);
      }
      MemorySegment function = arena.allocate(JAVA_LONG);
      int result =
          WinsockCalls.wsaIoctl(
              error,
              socket,
              Datagrams.SIO_GET_EXTENSION_FUNCTION_POINTER,
              guid,
              (int) guid.byteSize(),
              function,
              Long.BYTES,
              arena.allocate(JAVA_INT));
      return result < 0 ? result : function.get(JAVA_LONG, 0);
    }
  }

  /** The GUID as the header writes it, without spaces. */
  String text() {
    StringBuilder bytes = new StringBuilder();
    for (int each : last) {
      bytes.append(bytes.isEmpty() ? "" : ",").append("0x%02x".formatted(each));
    }
    return "{0x%08x,0x%04x,0x%04x,{%s}}".formatted(first, second, third, bytes);
  }
}
