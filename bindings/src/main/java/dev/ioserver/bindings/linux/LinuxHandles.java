package dev.ioserver.bindings.linux;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * One handle per function, each in a class of its own: it is linked when its first call comes.
 * Those that a loop calls all the time are not final, though nobody changes them, for the reason
 * that {@code PosixHandles} gives.
 */
@SuppressWarnings("NonFinalStaticField") // See above.
final class LinuxHandles {
  private LinuxHandles() {}

  static final class EpollCreate1 {
    static final MethodHandle CALL = LinuxFunctions.EPOLL_CREATE1.link();
  }

  static final class EpollCtl {
    static MethodHandle CALL = LinuxFunctions.EPOLL_CTL.link();
  }

  static final class EpollWait {
    static MethodHandle CALL = LinuxFunctions.EPOLL_WAIT.link();
  }

  /** Null where the C library is older than the function. */
  static final class EpollPwait2 {
    static @Nullable MethodHandle CALL = LinuxFunctions.EPOLL_PWAIT2.linkIfPresent();
  }

  static final class Eventfd {
    static final MethodHandle CALL = LinuxFunctions.EVENTFD.link();
  }

  static final class Readv {
    static final MethodHandle CALL = LinuxFunctions.READV.link();
  }

  static final class Writev {
    static final MethodHandle CALL = LinuxFunctions.WRITEV.link();
  }

  static final class Recvmmsg {
    static MethodHandle CALL = LinuxFunctions.RECVMMSG.link();
  }

  static final class Sendmmsg {
    static MethodHandle CALL = LinuxFunctions.SENDMMSG.link();
  }

  static final class Ioctl {
    static final MethodHandle CALL = LinuxFunctions.IOCTL.link();
  }

  static final class Setrlimit {
    static final MethodHandle CALL = LinuxFunctions.SETRLIMIT.link();
  }

  static final class Syscall {
    static final MethodHandle CALL = LinuxFunctions.SYSCALL.link();
  }
}
