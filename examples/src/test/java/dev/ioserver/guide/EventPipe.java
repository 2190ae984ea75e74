package dev.ioserver.guide;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A library that announces its events with a descriptor, as timerfd, inotify, ibverbs and others
 * do. This one is a pipe with a byte for each event.
 */
@SuppressWarnings("restricted") // Linking the library's calls is the business of its users.
final class EventPipe implements AutoCloseable {

  private static final int NONBLOCK = 0x800;
  private static final MethodHandle PIPE2 = link("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle READ = link("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = link("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);

  private final MemorySegment one = Arena.ofAuto().allocate(1);
  private final int reading;
  private final int writing;

  EventPipe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      checked((int) PIPE2.invokeExact(ends, NONBLOCK));
      reading = ends.getAtIndex(JAVA_INT, 0);
      writing = ends.getAtIndex(JAVA_INT, 1);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** What becomes readable with each event. */
  long descriptor() {
    return reading;
  }

  /** An event happens. */
  void happen() {
    try {
      checked((int) (long) WRITE.invokeExact(writing, one, 1L));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Takes one event; whether there was one. */
  boolean takeEvent() {
    try {
      return (long) READ.invokeExact(reading, one, 1L) == 1;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      checked((int) CLOSE.invokeExact(reading));
      checked((int) CLOSE.invokeExact(writing));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void checked(int result) {
    if (result < 0) {
      throw new AssertionError("a call of the library failed");
    }
  }

  private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }
}
