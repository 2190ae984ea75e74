package dev.ioserver.bindings.abi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Finds functions and links them.
 *
 * <p>Functions are found with {@code dlsym(RTLD_DEFAULT, name)}, and where that finds nothing,
 * through the linker's default lookup. The latter alone would look inside the C library and so pass
 * by whatever was preloaded before it (LD_PRELOAD, DYLD_INSERT_LIBRARIES); kernel-bypass stacks
 * live exactly there, and their users expect to be called.
 *
 * <p>Every function is linked with one and the same type, six longs that give a long, and the JDK
 * makes the code of a handle once for all that have the same type. For types of their own it would
 * spin some thirteen classes for each function, which is 4 to 8 ms at the start of a process that
 * has to do it for a dozen of them. What a function does not look at does no harm, on x86-64
 * (System V) and aarch64 alike: the first six arguments that are whole numbers or pointers have a
 * register each, an int is the lower half of its register, whose upper half may hold anything, and
 * the same is true of the result.
 *
 * <p>Initialising this class throws {@link UnsatisfiedLinkError} if there is no dlsym.
 */
@SuppressWarnings("restricted") // Linking is what this class is for.
final class Linking {
  private static final Linker LINKER = Linker.nativeLinker();

  /** How many arguments a handle takes beside the segment for errno. */
  static final int ARGUMENTS = 6;

  private static final FunctionDescriptor TYPE =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
  private static final long RTLD_DEFAULT = PosixNumbers.here().rtldDefault().address();

  /** Elsewhere a variadic argument is where the others are, and needs no handle of another kind. */
  private static final boolean HAS_VARIADIC_ON_STACK = PosixNumbers.here() instanceof MacosNumbers;

  private static final MethodHandle DLSYM = dlsym();

  private Linking() {}

  /** The function's address as any C program of this process would see it, or {@code NULL}. */
  static MemorySegment find(String name) {
    try (Arena arena = Arena.ofConfined()) {
      // Not by allocateFrom, which loads what it needs for texts of any kind.
      byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
      MemorySegment symbol = arena.allocate(letters.length + 1L);
      MemorySegment.copy(letters, 0, symbol, JAVA_BYTE, 0, letters.length);
      MemorySegment errno = CCalls.newErrnoSegment(arena);
      long found = CCalls.call(DLSYM, errno, RTLD_DEFAULT, symbol.address(), 0, 0, 0, 0);
      return found == 0
          ? LINKER.defaultLookup().find(name).orElse(MemorySegment.NULL)
          : MemorySegment.ofAddress(found);
    }
  }

  /** A handle that captures errno; no argument is variadic if {@code firstVariadic} is negative. */
  static MethodHandle link(MemorySegment address, int firstVariadic) {
    return firstVariadic < 0 || !HAS_VARIADIC_ON_STACK
        ? LINKER.downcallHandle(address, TYPE, CAPTURE_ERRNO)
        : LINKER.downcallHandle(
            address, TYPE, CAPTURE_ERRNO, Linker.Option.firstVariadicArg(firstVariadic));
  }

  private static MethodHandle dlsym() {
    MemorySegment address = LINKER.defaultLookup().find("dlsym").orElse(MemorySegment.NULL);
    if (address.equals(MemorySegment.NULL)) {
      throw new UnsatisfiedLinkError("there is no function dlsym");
    }
    return link(address, CFunction.NO_VARIADIC);
  }
}
