package dev.ioserver.bindings.abi;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the systems that are POSIX: the numbers that their C headers give to the
 * same names, and where the fields of the same structures lie. One table per system, and a process
 * uses one of them.
 *
 * <p>A table hands on what was generated from the system's headers, name by name and without
 * reflection, which would cost tens of milliseconds at the start. Every table can be read on every
 * system, so that tests compare all of them anywhere. Who reads a table keeps what it says in
 * constants: none is asked on the way of a call.
 *
 * <p>Thread-safe: immutable.
 */
public abstract class PosixNumbers {
  /** The number of a name that the system does not have. */
  public static final int ABSENT = -1;

  PosixNumbers() {}

  /**
   * The table of the system that this process runs on.
   *
   * @throws IllegalStateException if there is none for it
   */
  public static PosixNumbers here() {
    PosixNumbers found = Here.TABLE;
    if (found == null) {
      throw new IllegalStateException("no table of numbers for " + Here.OS_NAME);
    }
    return found;
  }

  /**
   * The table of a system, or null where there is none.
   *
   * @param osName as the system property {@code os.name} has it
   */
  public static @Nullable PosixNumbers of(String osName) {
    return switch (osName.toLowerCase(Locale.ROOT)) {
      case "linux" -> new LinuxNumbers();
      case "mac os x", "darwin" -> new MacosNumbers();
      case "freebsd" -> new FreebsdNumbers();
      default -> null;
    };
  }

  /** The value of a constant of sockets, descriptors or limits, or {@link #ABSENT}. */
  public abstract int number(String name);

  /** The positive number of an error, or {@link #ABSENT}. */
  public abstract int errno(String name);

  /** RLIM_INFINITY, the one constant that is a long. */
  public abstract long rlimInfinity();

  /** The layout of a structure. */
  public abstract GroupLayout layout(String struct);

  /** Whether a socket address begins with its own length, as on BSD. */
  public abstract boolean addressesHaveLength();

  /** What control messages, and what is in them, are aligned to, in bytes: CMSG_ALIGN. */
  public abstract int controlAlignment();

  /** RTLD_DEFAULT, the one constant that is a pointer. */
  abstract MemorySegment rtldDefault();

  static AssertionError unknown(String struct) {
    return new AssertionError("no table has the structure " + struct);
  }

  /** Looks once, when somebody first asks. */
  private static final class Here {
    static final String OS_NAME = System.getProperty("os.name", "");
    static final @Nullable PosixNumbers TABLE = of(OS_NAME);
  }
}
