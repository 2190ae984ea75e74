package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code struct linger}, the value of {@link Sockets#SO_LINGER}: {@code
 * socket(7)}.
 *
 * <p>The systems agree on the offsets, which a test compares with what was generated: see {@link
 * SockAddr} for why they are written here.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class Linger {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(2, JAVA_INT);

  static final long ENABLED = 0;
  static final long SECONDS = 4;

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
