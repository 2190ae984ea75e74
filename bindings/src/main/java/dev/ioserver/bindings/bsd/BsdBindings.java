package dev.ioserver.bindings.bsd;

import dev.ioserver.bindings.abi.CFunction;
import dev.ioserver.bindings.abi.PosixFunctions;
import dev.ioserver.bindings.abi.Requirements;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
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
   * Why {@link BsdCalls} and the calls of POSIX cannot be used in this process, or null when it
   * can.
   *
   * <p>The first call on a system that could do looks for every function; later calls cost nothing.
   * The answer never changes while the process lives.
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
        cause = Requirements.nativeAccessCause();
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
    return Requirements.memoryCause(addressBytes, order);
  }

  /** Java's own names for the two processors; it says x86_64 on macOS and amd64 elsewhere. */
  private static boolean isSupported(String osArch) {
    return osArch.equals("amd64") || osArch.equals("x86_64") || osArch.equals("aarch64");
  }

  private static @Nullable String linkCause() {
    List<CFunction> functions = new ArrayList<>(PosixFunctions.required());
    functions.add(BsdFunctions.PIPE);
    try {
      functions.add(BsdHandles.ofKqueue(BsdFunctions.KQUEUE));
      functions.add(BsdHandles.ofKqueue(BsdFunctions.KEVENT));
    } catch (IllegalArgumentException failure) {
      // The library cannot be loaded.
      return Requirements.said(failure) + "; -D" + LIBRARY_PROPERTY + "=FILE names a libkqueue";
    }
    return Requirements.linkCause(functions);
  }
}
