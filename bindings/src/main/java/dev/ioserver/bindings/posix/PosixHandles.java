package dev.ioserver.bindings.posix;

import dev.ioserver.bindings.abi.PosixFunctions;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * One handle per function, each in a class of its own: it is linked when its first call comes, and
 * a program does not wait for functions that it never calls.
 *
 * <p>The handles of the calls that a loop makes all the time are not final, and nobody changes
 * them. A constant handle is inlined into its caller, and an event loop is one large tree of
 * inlined methods: where the compiler's limits cut that tree within the linker's own code, the JDK
 * (seen with 25.0.3) allocates a slice of the errno segment, 40 bytes, for each call. A handle that
 * is no constant is compiled apart, always whole, for some 5 ns beside a system call of hundreds.
 *
 * <p>Initialising one of the classes throws {@link UnsatisfiedLinkError} if its function is
 * missing.
 */
@SuppressWarnings("NonFinalStaticField") // See above.
final class PosixHandles {
  private PosixHandles() {}

  static final class Socket {
    static final MethodHandle CALL = PosixFunctions.SOCKET.link();
  }

  static final class Bind {
    static final MethodHandle CALL = PosixFunctions.BIND.link();
  }

  static final class Listen {
    static final MethodHandle CALL = PosixFunctions.LISTEN.link();
  }

  static final class Accept {
    static final MethodHandle CALL = PosixFunctions.ACCEPT.link();
  }

  /** Null where there is no such function. */
  static final class Accept4 {
    static final @Nullable MethodHandle CALL = PosixFunctions.ACCEPT4.linkIfPresent();
  }

  static final class Connect {
    static final MethodHandle CALL = PosixFunctions.CONNECT.link();
  }

  static final class Shutdown {
    static final MethodHandle CALL = PosixFunctions.SHUTDOWN.link();
  }

  static final class Getsockname {
    static final MethodHandle CALL = PosixFunctions.GETSOCKNAME.link();
  }

  static final class Getpeername {
    static final MethodHandle CALL = PosixFunctions.GETPEERNAME.link();
  }

  static final class Getsockopt {
    static final MethodHandle CALL = PosixFunctions.GETSOCKOPT.link();
  }

  static final class Setsockopt {
    static final MethodHandle CALL = PosixFunctions.SETSOCKOPT.link();
  }

  static final class Read {
    static MethodHandle CALL = PosixFunctions.READ.link();
  }

  static final class Write {
    static MethodHandle CALL = PosixFunctions.WRITE.link();
  }

  static final class Recv {
    static final MethodHandle CALL = PosixFunctions.RECV.link();
  }

  static final class Send {
    static final MethodHandle CALL = PosixFunctions.SEND.link();
  }

  static final class RecvAt {
    static MethodHandle CALL = PosixFunctions.RECV_AT.link();
  }

  static final class SendAt {
    static MethodHandle CALL = PosixFunctions.SEND_AT.link();
  }

  static final class Sendmsg {
    static MethodHandle CALL = PosixFunctions.SENDMSG.link();
  }

  static final class Recvmsg {
    static MethodHandle CALL = PosixFunctions.RECVMSG.link();
  }

  static final class Close {
    static final MethodHandle CALL = PosixFunctions.CLOSE.link();
  }

  static final class Fcntl {
    static final MethodHandle CALL = PosixFunctions.FCNTL.link();
  }

  static final class Getrlimit {
    static final MethodHandle CALL = PosixFunctions.GETRLIMIT.link();
  }
}
