package dev.ioserver.bindings.abi;

import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each package of calls needs of the process, beside its system and its processor.
 *
 * <p>Thread-safe: no state, and nothing native is touched.
 */
public final class Requirements {
  private Requirements() {}

  /** What is wrong with the memory of the process, or null. */
  public static @Nullable String memoryCause(long addressBytes, ByteOrder order) {
    if (addressBytes != Long.BYTES) {
      return "addresses have " + addressBytes * Byte.SIZE + " bits, not 64";
    }
    if (order != ByteOrder.LITTLE_ENDIAN) {
      return "the byte order is " + order + ", not little-endian";
    }
    return null;
  }

  /** Why a module may not call C, or null. */
  public static @Nullable String nativeAccessCause(Module module) {
    if (module.isNativeAccessEnabled()) {
      return null;
    }
    String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "native access is not enabled: start java with --enable-native-access=" + name;
  }

  /**
   * Why functions cannot be called, or null: one of them is missing, or cannot be looked for.
   * Nothing is linked but what looks for them.
   */
  public static @Nullable String linkCause(List<CFunction> functions) {
    try {
      for (CFunction function : functions) {
        if (!function.isPresent()) {
          throw function.missing();
        }
      }
      return null;
    } catch (LinkageError failure) {
      return said(failure);
    }
  }

  /** What a failure has to say. */
  public static String said(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
