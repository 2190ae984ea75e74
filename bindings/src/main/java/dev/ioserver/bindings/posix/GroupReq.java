package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes {@code struct group_req} and {@code struct group_source_req}, with which a socket joins
 * and leaves groups: {@code ip(7)}, {@code ipv6(7)}. The first is the beginning of the second.
 *
 * <p>macOS packs both to 4 bytes; what jextract (23) makes of that cannot be loaded, so for macOS
 * they are written from {@code netinet/in.h} (of the SDK 13) alone. Tests compare the offsets of
 * the other systems with what was generated.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class GroupReq {
  /** Room for either structure of any system. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(33, JAVA_LONG);

  private static final int ADDRESS_BYTES = 128;

  static final long INTERFACE = 0;
  static final long GROUP = PosixNumbers.here().controlAlignment() == Integer.BYTES ? 4 : 8;
  static final long SOURCE = GROUP + ADDRESS_BYTES;

  /** The bytes of a request for a group: {@code sizeof(struct group_req)}. */
  public static final int BYTES = (int) SOURCE;

  /** The bytes of a request for a source: {@code sizeof(struct group_source_req)}. */
  public static final int SOURCE_BYTES = (int) SOURCE + ADDRESS_BYTES;

  private GroupReq() {}

  /** Names the interface by its index; 0 leaves it to the system. */
  public static void setInterface(MemorySegment request, int index) {
    request.set(JAVA_INT, INTERFACE, index);
  }

  /** Copies the {@link SockAddr} of the group. */
  public static void setGroup(MemorySegment request, MemorySegment address) {
    MemorySegment.copy(address, 0, request, GROUP, ADDRESS_BYTES);
  }

  /** Copies the {@link SockAddr} of the source. */
  public static void setSource(MemorySegment request, MemorySegment address) {
    MemorySegment.copy(address, 0, request, SOURCE, ADDRESS_BYTES);
  }
}
