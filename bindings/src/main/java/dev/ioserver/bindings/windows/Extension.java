package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.windows.generated._GUID;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Functions that no library exports: a socket tells their addresses, which belong to its provider.
 * Each has a GUID, a macro of {@code mswsock.h} that jextract cannot read: they are written here,
 * and a test compares them with the header.
 *
 * <p>Immutable, thread-safe.
 */
public enum Extension {
  /** {@code WSARecvMsg}. */
  WSARECVMSG(0xf689d7c8, 0x6f1f, 0x436b, 0x8a53_e54f_e351_c322L),

  /** {@code WSASendMsg}. */
  WSASENDMSG(0xa441e712, 0x754f, 0x43ca, 0x84a7_0dee_44cf_606dL);

  /** Data4 is eight bytes, in the order in which the header writes them. */
  private static final ValueLayout.OfLong BYTES =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final int first;
  private final int second;
  private final int third;
  private final long last;

  Extension(int first, int second, int third, long last) {
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
      guid.set(BYTES, _GUID.Data4$offset(), last);
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
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes.append(bytes.isEmpty() ? "" : ",").append("0x%02x".formatted(last >>> shift & 0xff));
    }
    return "{0x%08x,0x%04x,0x%04x,{%s}}".formatted(first, second, third, bytes);
  }
}
