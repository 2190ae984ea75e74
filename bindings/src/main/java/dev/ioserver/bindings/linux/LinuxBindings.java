package dev.ioserver.bindings.linux;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says whether this process can call Linux through this package.
 *
 * <p>Loading this class touches nothing native, so it is safe on every system. Thread-safe.
 */
public final class LinuxBindings {
  private LinuxBindings() {}

  /**
   * Why {@link LinuxCalls} cannot be used in this process, or null when it can.
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
              ValueLayout.ADDRESS.byteSize(),
              ByteOrder.nativeOrder());
      if (cause == null) {
        cause = nativeAccessCause(LinuxBindings.class.getModule());
      }
      return cause == null ? linkCause() : cause;
    }
  }

  static @Nullable String systemCause(
      String osName, String osArch, long addressBytes, ByteOrder order) {
    if (!osName.toLowerCase(Locale.ROOT).equals("linux")) {
      return "the system is " + osName + ", not Linux";
    }
    if (!LinuxAbi.isSupported(osArch)) {
      return "the processor architecture is " + osArch + ", neither amd64 nor aarch64";
    }
    if (addressBytes != Long.BYTES) {
      return "addresses have " + addressBytes * Byte.SIZE + " bits, not 64";
    }
    if (order != ByteOrder.LITTLE_ENDIAN) {
      return "the byte order is " + order + ", not little-endian";
    }
    return null;
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
      LinuxHandles.link();
      return null;
    } catch (LinkageError failure) {
      String message = failure.getMessage();
      return message == null ? failure.toString() : message;
    }
  }
}
