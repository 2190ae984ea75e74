package dev.ioserver.bindings.bsd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One handle per C function, each capturing errno: the first argument is the segment that receives
 * it. The types are the same on every target, which a test confirms.
 *
 * <p>Functions are found with {@code dlsym(RTLD_DEFAULT, name)}, so that a library which was
 * preloaded (DYLD_INSERT_LIBRARIES, LD_PRELOAD) is called as any C program would call it; where
 * that finds nothing, through the linker's default lookup. The two functions of kqueue come from
 * the file that {@link BsdBindings#LIBRARY_PROPERTY} names, where the target is a library.
 *
 * <p>The handles of the calls that a loop makes all the time are not final, and nobody changes
 * them: inlined into the loop's tree they allocate, as {@code LinuxHandles} explains.
 *
 * <p>Initialising this class throws {@link UnsatisfiedLinkError} if a function is missing, and
 * {@link IllegalArgumentException} if the file of the library cannot be loaded.
 */
@SuppressWarnings({
  "restricted", // Linking is what this class is for.
  "NonFinalStaticField" // See above.
})
final class BsdHandles {
  private static final BsdTarget TARGET = BsdTarget.here();
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
  private static final MemorySegment RTLD_DEFAULT = TARGET.pointer("RTLD_DEFAULT");
  private static final MethodHandle DLSYM = dlsym();

  /** Where kqueue and kevent are, if they are not the system's own. */
  private static final @Nullable SymbolLookup LIBRARY = library();

  static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
  static final long ERRNO_OFFSET =
      ERRNO_LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  // In the order of BsdCalls. A pointer is ADDRESS, size_t, ssize_t and long are JAVA_LONG.
  static final MethodHandle KQUEUE = ofKqueue("kqueue", ints());
  static MethodHandle KEVENT =
      ofKqueue("kevent", ints(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));

  static final MethodHandle PIPE = required("pipe", ints(ADDRESS));

  static final MethodHandle SOCKET = required("socket", ints(JAVA_INT, JAVA_INT, JAVA_INT));
  static final MethodHandle BIND = required("bind", ints(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle LISTEN = required("listen", ints(JAVA_INT, JAVA_INT));
  static final MethodHandle ACCEPT = required("accept", ints(JAVA_INT, ADDRESS, ADDRESS));

  /** Null on macOS. */
  static final @Nullable MethodHandle ACCEPT4 =
      optional("accept4", ints(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

  static final MethodHandle CONNECT = required("connect", ints(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle SHUTDOWN = required("shutdown", ints(JAVA_INT, JAVA_INT));
  static final MethodHandle GETSOCKNAME = required("getsockname", ints(JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle GETPEERNAME = required("getpeername", ints(JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle GETSOCKOPT =
      required("getsockopt", ints(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle SETSOCKOPT =
      required("setsockopt", ints(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  static MethodHandle READ = required("read", longs(JAVA_INT, ADDRESS, JAVA_LONG));
  static MethodHandle WRITE = required("write", longs(JAVA_INT, ADDRESS, JAVA_LONG));

  /** With the buffer as a plain address: there is no slice to be made for each call. */
  static MethodHandle RECV_AT = required("recv", longs(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

  /** With the buffer as a plain address: there is no slice to be made for each call. */
  static MethodHandle SEND_AT = required("send", longs(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

  static MethodHandle SENDMSG = required("sendmsg", longs(JAVA_INT, ADDRESS, JAVA_INT));

  static final MethodHandle CLOSE = required("close", ints(JAVA_INT));

  /**
   * The form with one int argument. macOS on arm64 passes variadic arguments on the stack, where
   * the others are in registers: without the option fcntl would read garbage there.
   */
  static final MethodHandle FCNTL =
      required("fcntl", ints(JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));

  static final MethodHandle GETRLIMIT = required("getrlimit", ints(JAVA_INT, ADDRESS));

  private BsdHandles() {}

  /**
   * Does nothing: the caller wants this class initialised, or the error that says why it cannot.
   */
  static void link() {}

  private static FunctionDescriptor ints(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static FunctionDescriptor longs(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_LONG, arguments);
  }

  private static MethodHandle ofKqueue(String name, FunctionDescriptor descriptor) {
    SymbolLookup library = LIBRARY;
    if (library == null) {
      return required(name, descriptor);
    }
    MemorySegment address = library.find(name).orElseThrow(() -> missing(name));
    return LINKER.downcallHandle(address, descriptor, CAPTURE_ERRNO);
  }

  private static MethodHandle required(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MethodHandle handle = optional(name, descriptor, options);
    if (handle == null) {
      throw missing(name);
    }
    return handle;
  }

  private static @Nullable MethodHandle optional(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address = find(name);
    if (address.equals(MemorySegment.NULL)) {
      return null;
    }
    Linker.Option[] all = new Linker.Option[options.length + 1];
    all[0] = CAPTURE_ERRNO;
    System.arraycopy(options, 0, all, 1, options.length);
    return LINKER.downcallHandle(address, descriptor, all);
  }

  /** The function's address as any C program of this process would see it, or {@code NULL}. */
  static MemorySegment find(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment symbol = arena.allocateFrom(name);
      MemorySegment found = (MemorySegment) DLSYM.invokeExact(RTLD_DEFAULT, symbol);
      return found.equals(MemorySegment.NULL)
          ? LINKER.defaultLookup().find(name).orElse(MemorySegment.NULL)
          : found;
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  private static MethodHandle dlsym() {
    SymbolLookup library = LINKER.defaultLookup();
    MemorySegment address = library.find("dlsym").orElseThrow(() -> missing("dlsym"));
    return LINKER.downcallHandle(address, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  }

  /** Loaded for good: code that is being called cannot be unloaded. */
  private static @Nullable SymbolLookup library() {
    String file = BsdBindings.library();
    return TARGET != BsdTarget.LIBKQUEUE || file == null
        ? null
        : SymbolLookup.libraryLookup(Path.of(file).toAbsolutePath(), Arena.global());
  }

  private static UnsatisfiedLinkError missing(String name) {
    return new UnsatisfiedLinkError("there is no function " + name);
  }

  /**
   * Passes on what a handle threw, which is a wrong argument (a heap segment, a closed arena) or a
   * failure of the JVM: C functions throw nothing.
   */
  static RuntimeException unexpected(Throwable failure) {
    switch (failure) {
      case RuntimeException wrongArgument -> throw wrongArgument;
      case Error fatal -> throw fatal;
      default -> throw new AssertionError("a C function cannot throw this", failure);
    }
  }
}
