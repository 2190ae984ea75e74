package dev.ioserver.bindings.bsd;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The systems whose kqueue can be called, and for each which generated package says what. This is
 * the one table of layouts and constants: a name is looked up in the package of the target, so that
 * each name is written once and no number at all.
 *
 * <p>Thread-safe: immutable.
 */
public enum BsdTarget {
  /** macOS on both processors. */
  MACOS("macos", "macos", "macos"),

  /** FreeBSD 12 and later on both processors. */
  FREEBSD("freebsd", "freebsd", "freebsd"),

  /**
   * Linux with libkqueue, a library that makes kqueue out of epoll: the sockets and errors of
   * Linux, the numbers of FreeBSD's kqueue, and the 32 bytes of an event that macOS has too. It
   * serves to run the engine where there is no kqueue in the kernel.
   */
  LIBKQUEUE("linux", "freebsd", "macos");

  /** The number that {@link #number} gives for a name which the target does not have. */
  public static final int ABSENT = Integer.MAX_VALUE;

  /** The package for all that is not kqueue. */
  private final String system;

  /** The package for the numbers of kqueue. */
  private final String filters;

  /** The package for the layout of an event. */
  private final String event;

  BsdTarget(String system, String filters, String event) {
    this.system = system;
    this.filters = filters;
    this.event = event;
  }

  /**
   * The target of this process. Meaningful only if {@link BsdBindings} says no cause against it.
   */
  public static BsdTarget here() {
    BsdTarget found = BsdBindings.target();
    if (found == null) {
      throw new IllegalStateException("there is no kqueue here");
    }
    return found;
  }

  /** Whether the target has a constant. */
  boolean has(String name) {
    return number(name) != ABSENT;
  }

  /** The value of a constant, or {@link #ABSENT}. */
  int number(String name) {
    Object value = constant(headers(packageOf(name)), name);
    return value instanceof Integer number ? number : ABSENT;
  }

  /** The value of a constant of type long. */
  long wideNumber(String name) {
    if (constant(headers(packageOf(name)), name) instanceof Long number) {
      return number;
    }
    throw new AssertionError(this + " has no long " + name);
  }

  /** The value of a constant that is a pointer. */
  MemorySegment pointer(String name) {
    if (constant(headers(packageOf(name)), name) instanceof MemorySegment pointer) {
      return pointer;
    }
    throw new AssertionError(this + " has no pointer " + name);
  }

  /** The layout of a structure. */
  GroupLayout layout(String struct) {
    Class<?> type = generated(struct.equals("kevent") ? event : system, struct);
    try {
      return (GroupLayout) type.getMethod("layout").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  private String packageOf(String name) {
    return name.startsWith("EV_") || name.startsWith("EVFILT_") || name.startsWith("NOTE_")
        ? filters
        : system;
  }

  private static Class<?> headers(String name) {
    return generated(name, name + "_h");
  }

  private static Class<?> generated(String name, String type) {
    try {
      return Class.forName("dev.ioserver.bindings." + name + ".generated." + type);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(name, e);
    }
  }

  private static @Nullable Object constant(Class<?> headers, String name) {
    try {
      return headers.getMethod(name).invoke(null);
    } catch (NoSuchMethodException e) {
      return null; // This system has no such thing.
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(headers.getName() + "." + name, e);
    }
  }
}
