package dev.ioserver.bindings.posix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code struct linger}, the value of {@link Sockets#SO_LINGER}: {@code
 * socket(7)}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class Linger {
  /** The layout of the structure, for allocating one. */
  public static final GroupLayout LAYOUT = PosixNumbers.here().layout("linger");

  private static final long ENABLED = LAYOUT.byteOffset(groupElement("l_onoff"));
  private static final long SECONDS = LAYOUT.byteOffset(groupElement("l_linger"));

  private Linger() {}

  /**
   * Sets both fields.
   *
   * @param seconds how long close waits for bytes to go; 0 with {@code enabled} resets the
   *     connection
   */
  public static void set(MemorySegment value, boolean enabled, int seconds) {
    value.set(JAVA_INT, ENABLED, enabled ? 1 : 0);
    value.set(JAVA_INT, SECONDS, seconds);
  }

  /** Whether lingering is on. */
  public static boolean isEnabled(MemorySegment value) {
    return value.get(JAVA_INT, ENABLED) != 0;
  }

  /** How long close waits, in seconds. */
  public static int seconds(MemorySegment value) {
    return value.get(JAVA_INT, SECONDS);
  }
}
