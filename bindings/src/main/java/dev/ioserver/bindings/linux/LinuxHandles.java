package dev.ioserver.bindings.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.linux.generated.linux_h;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * One handle per C function, each capturing errno: the first argument is the segment that receives
 * it.
 *
 * <p>Functions are found with {@code dlsym(RTLD_DEFAULT, name)} and not through the linker's
 * default lookup. The latter looks inside the C library alone and so passes by whatever was
 * preloaded before it; kernel-bypass stacks live exactly there, and their users expect to be
 * called.
 *
 * <p>The generated code has a descriptor for each function as well. Asking for one links a second
 * handle that nobody would call, some 140 ms for all of them on a slow machine; a test therefore
 * compares these types with the generated ones instead.
 *
 * <p>The handles of the calls that a loop makes all the time are not final, and nobody changes
 * them. A constant handle is inlined into its caller, and an event loop is one large tree of
 * inlined methods: where the compiler's limits cut that tree within the linker's own code, the JDK
 * (seen with 25.0.3) allocates a slice of the errno segment, 40 bytes, for each call. A handle that
 * is no constant is compiled apart, always whole, for some 5 ns beside a system call of hundreds.
 *
 * <p>Initialising this class throws {@link UnsatisfiedLinkError} if a function is missing.
 */
@SuppressWarnings({
  "restricted", // Linking is what this class is for.
  "NonFinalStaticField" // See above.
})
final class LinuxHandles {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
  private static final MethodHandle DLSYM = dlsym();

  static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
  static final long ERRNO_OFFSET =
      ERRNO_LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  // In the order of LinuxCalls. A pointer is ADDRESS, size_t, ssize_t and long are JAVA_LONG.
  static final MethodHandle EPOLL_CREATE1 = required("epoll_create1", ints(JAVA_INT));
  static MethodHandle EPOLL_CTL =
      required("epoll_ctl", ints(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  static MethodHandle EPOLL_WAIT =
      required("epoll_wait", ints(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  /** Null where the C library is older than the function. */
  static @Nullable MethodHandle EPOLL_PWAIT2 =
      optional("epoll_pwait2", ints(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));

  static final MethodHandle EVENTFD = required("eventfd", ints(JAVA_INT, JAVA_INT));

  static final MethodHandle SOCKET = required("socket", ints(JAVA_INT, JAVA_INT, JAVA_INT));
  static final MethodHandle BIND = required("bind", ints(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle LISTEN = required("listen", ints(JAVA_INT, JAVA_INT));
  static final MethodHandle ACCEPT4 =
      required("accept4", ints(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
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
  static final MethodHandle READV = required("readv", longs(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle WRITEV = required("writev", longs(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle RECV = required("recv", longs(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  static final MethodHandle SEND = required("send", longs(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  /** With the buffer as a plain address: there is no slice to be made for each call. */
  static MethodHandle RECV_AT = required("recv", longs(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

  /** With the buffer as a plain address: there is no slice to be made for each call. */
  static MethodHandle SEND_AT = required("send", longs(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

  static MethodHandle SENDMSG = required("sendmsg", longs(JAVA_INT, ADDRESS, JAVA_INT));

  static final MethodHandle CLOSE = required("close", ints(JAVA_INT));

  /** The form with one int argument; the option matters where variadic arguments travel apart. */
  static final MethodHandle FCNTL =
      required("fcntl", ints(JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));

  /** The form with one pointer behind the request. */
  static final MethodHandle IOCTL =
      required("ioctl", ints(JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));

  static final MethodHandle GETRLIMIT = required("getrlimit", ints(JAVA_INT, ADDRESS));
  static final MethodHandle SETRLIMIT = required("setrlimit", ints(JAVA_INT, ADDRESS));

  /** The form with two ints behind the number of the call. */
  static final MethodHandle SYSCALL =
      required("syscall", longs(JAVA_LONG, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(1));

  private LinuxHandles() {}

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
      return (MemorySegment) DLSYM.invokeExact(linux_h.RTLD_DEFAULT(), symbol);
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  private static MethodHandle dlsym() {
    SymbolLookup library = LINKER.defaultLookup();
    MemorySegment address = library.find("dlsym").orElseThrow(() -> missing("dlsym"));
    return LINKER.downcallHandle(address, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  }

  private static UnsatisfiedLinkError missing(String name) {
    return new UnsatisfiedLinkError("the C library has no function " + name);
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
