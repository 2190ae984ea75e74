package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.windows.generated.linger;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code struct linger}, the value of {@link Sockets#SO_LINGER}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class Linger {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = linger.layout();

  private static final long ENABLED = linger.l_onoff$offset();
  private static final long SECONDS = linger.l_linger$offset();

  private Linger() {}

  /**
   * Sets both fields.
   *
   * @param seconds how long closesocket waits for bytes to go, 0 to 65535; 0 with {@code enabled}
   *     resets the connection
   */
  public static void set(MemorySegment value, boolean enabled, int seconds) {
    value.set(JAVA_SHORT, ENABLED, (short) (enabled ? 1 : 0));
    value.set(JAVA_SHORT, SECONDS, (short) seconds);
  }

  /** Whether lingering is on. */
  public static boolean isEnabled(MemorySegment value) {
    return value.get(JAVA_SHORT, ENABLED) != 0;
  }

  /** How long closesocket waits, in seconds. */
  public static int seconds(MemorySegment value) {
    return Short.toUnsignedInt(value.get(JAVA_SHORT, SECONDS));
  }
}
