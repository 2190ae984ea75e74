package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * One handle per {@link Extension}, whose first argument is the address of the function, and whose
 * second one the segment for WSAGetLastError. Not final for the reason that {@link WindowsHandles}
 * gives. A test compares the types with those of the header.
 */
@SuppressWarnings({
  "restricted", // Linking is what this class is for.
  "NonFinalStaticField" // See above.
})
final class ExtensionHandles {
  static MethodHandle WSA_RECV_MSG =
      link(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  static MethodHandle WSA_SEND_MSG =
      link(
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private ExtensionHandles() {}

  private static MethodHandle link(FunctionDescriptor descriptor) {
    return Linker.nativeLinker()
        .downcallHandle(descriptor, Linker.Option.captureCallState("WSAGetLastError"));
  }
}
