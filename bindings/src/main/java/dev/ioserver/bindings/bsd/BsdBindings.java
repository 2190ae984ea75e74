package dev.ioserver.bindings.bsd;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says whether this process can call kqueue through this package, and of which target.
 *
 * <p>Loading this class touches nothing native, so it is safe on every system. Thread-safe.
 */
public final class BsdBindings {
  /**
   * The system property that names the file of libkqueue, for running on Linux. Read once, when
   * somebody first asks; of no effect on other systems.
   */
  public static final String LIBRARY_PROPERTY = "ioserver.kqueue.library";

  private BsdBindings() {}

  /**
   * Why {@link BsdCalls} cannot be used in this process, or null when it can.
   *
   * <p>The first call on a system that could do links every function; later calls cost nothing. The
   * answer never changes while the process lives.
   */
  public static @Nullable String unavailabilityCause() {
    return Probe.CAUSE;
  }

  /** The file that {@link #LIBRARY_PROPERTY} named when somebody first asked, or null. */
  public static @Nullable String library() {
    return Choice.LIBRARY;
  }

  /**
   * Whether what this process would call is a library that stands in for a kernel's kqueue. False
   * where there is nothing to call.
   */
  public static boolean isStandIn() {
    return Choice.TARGET == BsdTarget.LIBKQUEUE;
  }

  /** What this process would call, or null where there is nothing. */
  static @Nullable BsdTarget target() {
    return Choice.TARGET;
  }

  /** Looks at the properties once. */
  private static final class Choice {
    static final @Nullable String LIBRARY = System.getProperty(LIBRARY_PROPERTY);
    static final @Nullable BsdTarget TARGET = target(System.getProperty("os.name", ""), LIBRARY);
  }

  /** Looks once, when someone first asks. */
  private static final class Probe {
    static final @Nullable String CAUSE = probe();

    private static @Nullable String probe() {
      String cause =
          systemCause(
              System.getProperty("os.name", ""),
              System.getProperty("os.arch", ""),
              library(),
              ValueLayout.ADDRESS.byteSize(),
              ByteOrder.nativeOrder());
      if (cause == null) {
        cause = nativeAccessCause(BsdBindings.class.getModule());
      }
      return cause == null ? linkCause() : cause;
    }
  }

  static @Nullable BsdTarget target(String osName, @Nullable String library) {
    return switch (osName.toLowerCase(Locale.ROOT)) {
      case "mac os x", "darwin" -> BsdTarget.MACOS;
      case "freebsd" -> BsdTarget.FREEBSD;
      case "linux" -> library == null || library.isBlank() ? null : BsdTarget.LIBKQUEUE;
      default -> null;
    };
  }

  static @Nullable String systemCause(
      String osName, String osArch, @Nullable String library, long addressBytes, ByteOrder order) {
    if (target(osName, library) == null) {
      return osName.toLowerCase(Locale.ROOT).equals("linux")
          ? "Linux has no kqueue of its own; -D" + LIBRARY_PROPERTY + "=FILE names a libkqueue"
          : "the system is " + osName + ", neither macOS nor FreeBSD";
    }
    if (!isSupported(osArch)) {
      return "the processor architecture is " + osArch + ", neither x86-64 nor aarch64";
    }
    if (addressBytes != Long.BYTES) {
      return "addresses have " + addressBytes * Byte.SIZE + " bits, not 64";
    }
    if (order != ByteOrder.LITTLE_ENDIAN) {
      return "the byte order is " + order + ", not little-endian";
    }
    return null;
  }

  /** Java's own names for the two processors; it says x86_64 on macOS and amd64 elsewhere. */
  private static boolean isSupported(String osArch) {
    return osArch.equals("amd64") || osArch.equals("x86_64") || osArch.equals("aarch64");
  }

  static @Nullable String nativeAccessCause(Module module) {
    if (module.isNativeAccessEnabled()) {
      return null;
    }
    String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "native access is not enabled: start java with --enable-native-access=" + name;
  }

  private static @Nullable String linkCause() {
    try {
      BsdHandles.link();
      return null;
    } catch (LinkageError | IllegalArgumentException failure) {
      String message = failure.getMessage();
      return message == null ? failure.toString() : message;
    }
  }
}
