package dev.ioserver.bindings.linux;

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
 * Says whether this process can call Linux through this package.
 *
 * <p>Loading this class touches nothing native, so it is safe on every system. Thread-safe.
 */
public final class LinuxBindings {
  private LinuxBindings() {}

  /**
   * Why {@link LinuxCalls} and the calls of POSIX cannot be used in this process, or null when it
   * can.
   *
   * <p>The first call on a system that could do looks for every function; later calls cost nothing.
   * The answer never changes while the process lives.
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
        cause = Requirements.nativeAccessCause();
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
    return Requirements.memoryCause(addressBytes, order);
  }

  private static @Nullable String linkCause() {
    List<CFunction> functions = new ArrayList<>(PosixFunctions.required());
    functions.addAll(LinuxFunctions.required());
    return Requirements.linkCause(functions);
  }
}
