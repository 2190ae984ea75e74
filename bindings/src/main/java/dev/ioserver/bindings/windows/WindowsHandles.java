package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * One handle per C function. Those of kernel32 capture GetLastError and those of Winsock
 * WSAGetLastError: their first argument is the segment that receives it. Those of ntdll return what
 * went wrong, and WSAStartup does so too.
 *
 * <p>The three libraries are among those that Windows maps into every process from its own folder,
 * so that their bare names lead to no other file.
 *
 * <p>The generated code has a descriptor for each function as well. A test compares the types of
 * these handles with the generated ones; the one difference is that a HANDLE is a JAVA_LONG here,
 * and so is the buffer of recv and send.
 *
 * <p>The handles that capture an error and are called by a loop all the time are not final, and
 * nobody changes them. A constant handle is inlined into its caller, and an event loop is one large
 * tree of inlined methods: where the compiler's limits cut that tree within the linker's own code,
 * the JDK (seen with 25.0.3 on Linux) allocates a slice of the error segment for each call. A
 * handle that is no constant is compiled apart, always whole.
 *
 * <p>Initialising this class throws {@link UnsatisfiedLinkError} if a function is missing.
 */
@SuppressWarnings({
  "restricted", // Linking is what this class is for.
  "NonFinalStaticField" // See above.
})
final class WindowsHandles {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup KERNEL32 = library("kernel32");
  private static final SymbolLookup NTDLL = library("ntdll");
  private static final SymbolLookup WINSOCK = library("ws2_32");
  private static final String LAST_ERROR = "GetLastError";
  private static final String WINSOCK_LAST_ERROR = "WSAGetLastError";

  static final StructLayout ERROR_LAYOUT = Linker.Option.captureStateLayout();
  static final long LAST_ERROR_OFFSET = offset(LAST_ERROR);
  static final long WINSOCK_LAST_ERROR_OFFSET = offset(WINSOCK_LAST_ERROR);

  // In the order of WindowsCalls, WinsockCalls and DatagramCalls. A HANDLE, a SOCKET and a
  // ULONG_PTR are
  // JAVA_LONG, any other
  // pointer is ADDRESS; long has 32 bits.
  static final MethodHandle CREATE_IO_COMPLETION_PORT =
      kernel("CreateIoCompletionPort", longs(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
  static MethodHandle GET_QUEUED_COMPLETION_STATUS_EX =
      kernel(
          "GetQueuedCompletionStatusEx",
          ints(JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  static MethodHandle POST_QUEUED_COMPLETION_STATUS =
      kernel("PostQueuedCompletionStatus", ints(JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS));
  static final MethodHandle SET_FILE_COMPLETION_NOTIFICATION_MODES =
      kernel("SetFileCompletionNotificationModes", ints(JAVA_LONG, JAVA_BYTE));
  static final MethodHandle SET_HANDLE_INFORMATION =
      kernel("SetHandleInformation", ints(JAVA_LONG, JAVA_INT, JAVA_INT));
  static final MethodHandle CLOSE_HANDLE = kernel("CloseHandle", ints(JAVA_LONG));

  static final MethodHandle NT_CREATE_FILE =
      plain(
          NTDLL,
          "NtCreateFile",
          ints(
              ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
              ADDRESS, JAVA_INT));
  static final MethodHandle NT_DEVICE_IO_CONTROL_FILE =
      plain(
          NTDLL,
          "NtDeviceIoControlFile",
          ints(
              JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT,
              ADDRESS, JAVA_INT));
  static final MethodHandle NT_CANCEL_IO_FILE_EX =
      plain(NTDLL, "NtCancelIoFileEx", ints(JAVA_LONG, ADDRESS, ADDRESS));
  static final MethodHandle RTL_NT_STATUS_TO_DOS_ERROR =
      plain(NTDLL, "RtlNtStatusToDosError", ints(JAVA_INT));

  static final MethodHandle WSA_STARTUP = plain(WINSOCK, "WSAStartup", ints(JAVA_SHORT, ADDRESS));
  static final MethodHandle WSA_SOCKET_W =
      winsock("WSASocketW", longs(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  static final MethodHandle WSA_IOCTL =
      winsock(
          "WSAIoctl",
          ints(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS,
              ADDRESS));
  static final MethodHandle IOCTLSOCKET =
      winsock("ioctlsocket", ints(JAVA_LONG, JAVA_INT, ADDRESS));
  static final MethodHandle BIND = winsock("bind", ints(JAVA_LONG, ADDRESS, JAVA_INT));
  static final MethodHandle LISTEN = winsock("listen", ints(JAVA_LONG, JAVA_INT));
  static final MethodHandle ACCEPT = winsock("accept", longs(JAVA_LONG, ADDRESS, ADDRESS));
  static final MethodHandle CONNECT = winsock("connect", ints(JAVA_LONG, ADDRESS, JAVA_INT));
  static final MethodHandle SHUTDOWN = winsock("shutdown", ints(JAVA_LONG, JAVA_INT));
  static final MethodHandle GETSOCKNAME = winsock("getsockname", ints(JAVA_LONG, ADDRESS, ADDRESS));
  static final MethodHandle GETPEERNAME = winsock("getpeername", ints(JAVA_LONG, ADDRESS, ADDRESS));
  static final MethodHandle GETSOCKOPT =
      winsock("getsockopt", ints(JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  static final MethodHandle SETSOCKOPT =
      winsock("setsockopt", ints(JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  /** The buffer is a plain address: there is no slice to be made for each call. */
  static MethodHandle RECV = winsock("recv", ints(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));

  /** The buffer is a plain address: there is no slice to be made for each call. */
  static MethodHandle SEND = winsock("send", ints(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));

  static MethodHandle WSA_SEND =
      winsock("WSASend", ints(JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));

  static MethodHandle WSA_RECV_FROM =
      winsock(
          "WSARecvFrom",
          ints(JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  static MethodHandle WSA_SEND_TO =
      winsock(
          "WSASendTo",
          ints(
              JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS,
              ADDRESS));
  static final MethodHandle CLOSESOCKET = winsock("closesocket", ints(JAVA_LONG));

  private WindowsHandles() {}

  /**
   * Does nothing: the caller wants this class initialised, or the error that says why it cannot.
   */
  static void link() {}

  private static SymbolLookup library(String name) {
    try {
      return SymbolLookup.libraryLookup(name, Arena.global());
    } catch (IllegalArgumentException missing) {
      throw new UnsatisfiedLinkError("there is no library " + name);
    }
  }

  private static long offset(String state) {
    return ERROR_LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(state));
  }

  private static FunctionDescriptor ints(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static FunctionDescriptor longs(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_LONG, arguments);
  }

  private static MethodHandle kernel(String name, FunctionDescriptor descriptor) {
    Linker.Option capture = Linker.Option.captureCallState(LAST_ERROR);
    return LINKER.downcallHandle(find(KERNEL32, name), descriptor, capture);
  }

  private static MethodHandle winsock(String name, FunctionDescriptor descriptor) {
    Linker.Option capture = Linker.Option.captureCallState(WINSOCK_LAST_ERROR);
    return LINKER.downcallHandle(find(WINSOCK, name), descriptor, capture);
  }

  private static MethodHandle plain(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(find(library, name), descriptor);
  }

  private static MemorySegment find(SymbolLookup library, String name) {
    return library
        .find(name)
        .orElseThrow(() -> new UnsatisfiedLinkError("Windows has no function " + name));
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
