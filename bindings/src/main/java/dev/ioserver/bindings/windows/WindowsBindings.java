package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.abi.Requirements;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says whether this process can call Windows through this package.
 *
 * <p>Loading this class touches nothing native, so it is safe on every system. Thread-safe.
 */
public final class WindowsBindings {
  private WindowsBindings() {}

  /**
   * Why {@link WindowsCalls} cannot be used in this process, or null when it can.
   *
   * <p>The first call on a system that could do links every function; later calls cost nothing. The
   * answer never changes while the process lives.
   */
  public static @Nullable String unavailabilityCause() {
    return Probe.CAUSE;
  }

  /** Looks once, when someone first asks. */
  private static final class Probe {
    static final @Nullable String CAUSE = probe();

    private static @Nullable String probe() {
      String cause =
          systemCause(
              System.getProperty("os.name", ""),
              System.getProperty("os.arch", ""),
              ValueLayout.ADDRESS.byteSize());
      if (cause == null) {
        cause = Requirements.nativeAccessCause();
      }
      return cause == null ? linkCause() : cause;
    }
  }

  static @Nullable String systemCause(String osName, String osArch, long addressBytes) {
    if (!osName.toLowerCase(Locale.ROOT).startsWith("windows")) {
      return "the system is " + osName + ", not Windows";
    }
    if (!osArch.equals("amd64")) {
      return "the processor architecture is " + osArch + ", not amd64";
    }
    if (addressBytes != Long.BYTES) {
      return "addresses have " + addressBytes * Byte.SIZE + " bits, not 64";
    }
    return null;
  }

  private static @Nullable String linkCause() {
    try {
      WindowsHandles.link();
      return null;
    } catch (LinkageError failure) {
      String message = failure.getMessage();
      return message == null ? failure.toString() : message;
    }
  }
}
