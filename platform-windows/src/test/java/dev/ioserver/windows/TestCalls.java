package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.windows.Handles;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The calls that only tests make: they count the handles of this process. */
@SuppressWarnings("restricted") // Linking a test's own calls.
final class TestCalls {

  private static final long THIS_PROCESS = -1;
  private static final int DUPLICATE_SAME_ACCESS = 2;
  private static final int ATTEMPTS = 10;

  /** The list of all handles: a count and a reserved field, then entries of 40 bytes. */
  private static final int SYSTEM_EXTENDED_HANDLE_INFORMATION = 64;

  private static final long FIRST_ENTRY = 16;
  private static final long ENTRY_BYTES = 40;
  private static final long PROCESS_OF_ENTRY = 8;

  private static final MethodHandle GET_PROCESS_HANDLE_COUNT =
      link("kernel32", "GetProcessHandleCount", JAVA_LONG, ADDRESS);
  private static final MethodHandle GET_HANDLE_INFORMATION =
      link("kernel32", "GetHandleInformation", JAVA_LONG, ADDRESS);
  private static final MethodHandle DUPLICATE_HANDLE =
      link(
          "kernel32",
          "DuplicateHandle",
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT);
  private static final MethodHandle NT_QUERY_SYSTEM_INFORMATION =
      link("ntdll", "NtQuerySystemInformation", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);

  private TestCalls() {}

  /**
   * How many handles this process has: {@code GetProcessHandleCount}. Wine 10 answers 0 to that,
   * but has the list of the handles of all processes.
   */
  static int handles() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      int result = (int) GET_PROCESS_HANDLE_COUNT.invokeExact(THIS_PROCESS, count);
      int handles = count.get(JAVA_INT, 0);
      return result != 0 && handles > 0 ? handles : listedHandles();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Asserts that something leaves as many handles as there were. */
  static void assertHandlesKept(Runnable action) {
    assertHandles(0, action);
  }

  /**
   * Asserts that something changes the number of handles by so many. The virtual machine opens and
   * closes some of its own when threads of it start and end; a leak shows every time.
   */
  static void assertHandles(int more, Runnable action) {
    int changed = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int before = handles();
      action.run();
      changed = handles() - before;
      if (changed == more) {
        return;
      }
    }
    throw new AssertionError(changed + " handles more instead of " + more + ", every time");
  }

  /** Another handle of the same file: {@code DuplicateHandle}. */
  static long duplicate(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(JAVA_LONG);
      int result =
          (int)
              DUPLICATE_HANDLE.invokeExact(
                  THIS_PROCESS, handle, THIS_PROCESS, copy, 0, 0, DUPLICATE_SAME_ACCESS);
      if (result == 0) {
        throw new AssertionError("DuplicateHandle failed");
      }
      return copy.get(JAVA_LONG, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Whether a child process inherits a handle. */
  static boolean isInherited(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment flags = arena.allocate(JAVA_INT);
      int result = (int) GET_HANDLE_INFORMATION.invokeExact(handle, flags);
      if (result == 0) {
        throw new AssertionError("GetHandleInformation failed");
      }
      return (flags.get(JAVA_INT, 0) & Handles.HANDLE_FLAG_INHERIT) != 0;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static int listedHandles() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      int bytes = 16 << 20;
      MemorySegment list = arena.allocate(bytes, JAVA_LONG.byteAlignment());
      MemorySegment length = arena.allocate(JAVA_INT);
      int status =
          (int)
              NT_QUERY_SYSTEM_INFORMATION.invokeExact(
                  SYSTEM_EXTENDED_HANDLE_INFORMATION, list, bytes, length);
      if (status < 0) {
        throw new AssertionError("NtQuerySystemInformation: " + Integer.toHexString(status));
      }
      long count = list.get(JAVA_LONG, 0);
      int own = 0;
      for (long i = 0; i < count; i++) {
        long process = list.get(JAVA_LONG, FIRST_ENTRY + i * ENTRY_BYTES + PROCESS_OF_ENTRY);
        own += process == ProcessHandle.current().pid() ? 1 : 0;
      }
      return own;
    }
  }

  private static MethodHandle link(
      String library, String name, java.lang.foreign.MemoryLayout... arguments) {
    MemorySegment address =
        SymbolLookup.libraryLookup(library, Arena.global()).find(name).orElseThrow();
    return Linker.nativeLinker()
        .downcallHandle(address, FunctionDescriptor.of(JAVA_INT, arguments));
  }
}
