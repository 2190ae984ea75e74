package dev.ioserver.examples.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which processors a thread may use, as Linux has it. The one native call of the examples: a
 * library for it would bring a native library of its own.
 *
 * <p>Thread-safety: any thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/sched_setaffinity.2.html">
 *     sched_setaffinity(2)</a>
 */
final class Affinity {

  /** Bytes of a set of processors: more than any kernel has. */
  private static final long SET_BYTES = 1024;

  private static final int THE_CALLING_THREAD = 0;
  private static final @Nullable MethodHandle GET = find("sched_getaffinity");
  private static final @Nullable MethodHandle SET = find("sched_setaffinity");

  private Affinity() {}

  /** Whether this system can pin threads. */
  static boolean isAvailable() {
    return GET != null && SET != null;
  }

  /** The processors that the calling thread may use; none if the system does not say. */
  static BitSet allowed() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SET_BYTES, Long.BYTES);
      return call(GET, set) < 0 ? new BitSet() : BitSet.valueOf(set.toArray(ValueLayout.JAVA_LONG));
    }
  }

  /** Lets the calling thread use one processor alone; returns false if the system refuses. */
  static boolean pin(int processor) {
    BitSet one = new BitSet();
    one.set(processor);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(SET_BYTES, Long.BYTES);
      MemorySegment.copy(
          one.toLongArray(), 0, set, ValueLayout.JAVA_LONG, 0, one.toLongArray().length);
      return call(SET, set) >= 0;
    }
  }

  private static int call(@Nullable MethodHandle function, MemorySegment set) {
    if (function == null) {
      return -1;
    }
    try {
      return (int) function.invokeExact(THE_CALLING_THREAD, SET_BYTES, set);
    } catch (Throwable e) {
      throw new IllegalStateException("a native function cannot throw", e);
    }
  }

  @SuppressWarnings("restricted") // the one native call of the examples, see above
  private static @Nullable MethodHandle find(String name) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return null; // elsewhere the name may mean something else
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup lookup = linker.defaultLookup();
    // int sched_setaffinity(pid_t pid, size_t size, cpu_set_t *set)
    FunctionDescriptor type =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    return lookup.find(name).map(address -> linker.downcallHandle(address, type)).orElse(null);
  }
}
