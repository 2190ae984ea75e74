package dev.ioserver.bindings.abi;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each package of calls needs of the process, beside its system and its processor.
 *
 * <p>Thread-safe: no state, and no function of C is called.
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

  /**
   * Why this module may not call C, or null.
   *
   * <p>Java itself says of a module that no flag names that it has no native access. What happens
   * when the module calls C all the same is another flag's matter: up to now Java lets it pass and
   * prints one warning with the flag to add; {@code --illegal-native-access=deny} refuses, and so
   * will later versions. Only a call can tell.
   */
  public static @Nullable String nativeAccessCause() {
    Module module = Requirements.class.getModule();
    if (module.isNativeAccessEnabled()) {
      return null;
    }
    try {
      grantedOrThrow();
      return null;
    } catch (IllegalCallerException denied) {
      return nativeAccessRemedy(module);
    }
  }

  /** A restricted method that does nothing. */
  @SuppressWarnings("restricted") // To see whether it may be called is the purpose.
  private static void grantedOrThrow() {
    Objects.requireNonNull(MemorySegment.NULL.reinterpret(0));
  }

  static String nativeAccessRemedy(Module module) {
    String start = "native access is denied: start java with --enable-native-access=";
    return module.isNamed()
        ? start + module.getName()
        : start
            + "ALL-UNNAMED, or have the line Enable-Native-Access: ALL-UNNAMED in the manifest of"
            + " the jar that java -jar starts";
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
