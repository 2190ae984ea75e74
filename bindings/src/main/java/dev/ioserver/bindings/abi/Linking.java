package dev.ioserver.bindings.abi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Finds functions and links them.
 *
 * <p>Functions are found with {@code dlsym(RTLD_DEFAULT, name)}, and where that finds nothing,
 * through the linker's default lookup. The latter alone would look inside the C library and so pass
 * by whatever was preloaded before it (LD_PRELOAD, DYLD_INSERT_LIBRARIES); kernel-bypass stacks
 * live exactly there, and their users expect to be called.
 *
 * <p>Initialising this class throws {@link UnsatisfiedLinkError} if there is no dlsym.
 */
@SuppressWarnings("restricted") // Linking is what this class is for.
final class Linking {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
  private static final MemorySegment RTLD_DEFAULT = PosixNumbers.here().rtldDefault();
  private static final MethodHandle DLSYM = dlsym();

  private Linking() {}

  /** The function's address as any C program of this process would see it, or {@code NULL}. */
  static MemorySegment find(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment symbol = arena.allocateFrom(name);
      MemorySegment found = (MemorySegment) DLSYM.invokeExact(RTLD_DEFAULT, symbol);
      return found.equals(MemorySegment.NULL)
          ? LINKER.defaultLookup().find(name).orElse(MemorySegment.NULL)
          : found;
    } catch (Throwable failure) {
      throw CCalls.unexpected(failure);
    }
  }

  /** A handle that captures errno; no argument is variadic if {@code firstVariadic} is negative. */
  static MethodHandle link(MemorySegment address, FunctionDescriptor type, int firstVariadic) {
    return firstVariadic < 0
        ? LINKER.downcallHandle(address, type, CAPTURE_ERRNO)
        : LINKER.downcallHandle(
            address, type, CAPTURE_ERRNO, Linker.Option.firstVariadicArg(firstVariadic));
  }

  private static MethodHandle dlsym() {
    MemorySegment address = LINKER.defaultLookup().find("dlsym").orElse(MemorySegment.NULL);
    if (address.equals(MemorySegment.NULL)) {
      throw new UnsatisfiedLinkError("there is no function dlsym");
    }
    return LINKER.downcallHandle(address, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  }
}
