package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;

/** Descriptors as a library of somebody else makes them: pipes, timers, notices of files. */
@SuppressWarnings("restricted") // Linking a test's own calls: the engine makes none of them.
final class ForeignCalls {

  static final int O_NONBLOCK = 0x800;
  static final int IN_CREATE = 0x100;
  private static final int CLOEXEC = 0x80000;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int O_RDONLY = 0;

  private static final MethodHandle PIPE2 = link("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle OPEN = link("open", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle READ = link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle TIMERFD_CREATE =
      link("timerfd_create", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle TIMERFD_SETTIME =
      link("timerfd_settime", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle INOTIFY_INIT1 = link("inotify_init1", JAVA_INT, JAVA_INT);
  private static final MethodHandle INOTIFY_ADD_WATCH =
      link("inotify_add_watch", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

  private ForeignCalls() {}

  /** {@code pipe2(2)}: the end to read and the end to write. */
  static int[] pipe(int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      checked((int) PIPE2.invokeExact(ends, flags | CLOEXEC));
      return ends.toArray(JAVA_INT);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code open(2)}, to read. */
  static int open(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      return checked(
          (int) OPEN.invokeExact(arena.allocateFrom(path.toString()), O_RDONLY | CLOEXEC));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code read(2)}: how many bytes; 0 at the end; -1 if there is nothing, or an error. */
  static long read(int fd, MemorySegment into) {
    try {
      return (long) READ.invokeExact(fd, into, into.byteSize());
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code write(2)}: how many bytes; -1 if there is no room, or an error. */
  static long write(int fd, MemorySegment from) {
    try {
      return (long) WRITE.invokeExact(fd, from, from.byteSize());
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code close(2)}. */
  static void close(int fd) {
    try {
      checked((int) CLOSE.invokeExact(fd));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code timerfd_create(2)}, expiring again and again. */
  static int timer(Duration period) {
    try (Arena arena = Arena.ofConfined()) {
      int fd = checked((int) TIMERFD_CREATE.invokeExact(CLOCK_MONOTONIC, O_NONBLOCK | CLOEXEC));
      // struct itimerspec: the interval and the first expiration, each seconds and nanoseconds.
      long s = period.toSeconds();
      long n = period.toNanosPart();
      MemorySegment spec = arena.allocateFrom(JAVA_LONG, s, n, s, n);
      checked((int) TIMERFD_SETTIME.invokeExact(fd, 0, spec, MemorySegment.NULL));
      return fd;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code inotify_init1(2)} and {@code inotify_add_watch(2)}: new files of a directory. */
  static int newFilesOf(Path directory) {
    try (Arena arena = Arena.ofConfined()) {
      int fd = checked((int) INOTIFY_INIT1.invokeExact(O_NONBLOCK | CLOEXEC));
      checked(
          (int)
              INOTIFY_ADD_WATCH.invokeExact(
                  fd, arena.allocateFrom(directory.toString()), IN_CREATE));
      return fd;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static int checked(int result) {
    if (result < 0) {
      throw new AssertionError("a call of the test failed");
    }
    return result;
  }

  private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }
}
