package dev.ioserver.bindings.bsd;

import dev.ioserver.bindings.freebsd.generated.freebsd_h;
import dev.ioserver.bindings.macos.generated.macos_h;
import java.lang.foreign.GroupLayout;

/**
 * The systems whose kqueue can be called, and for each the numbers of kqueue and the layout of an
 * event, from the generated packages. All else that differs between them is in the table that they
 * share with Linux.
 *
 * <p>Thread-safe: immutable.
 */
public enum BsdTarget {
  /** macOS on both processors. */
  MACOS,

  /** FreeBSD 12 and later on both processors. */
  FREEBSD,

  /**
   * Linux with libkqueue, a library that makes kqueue out of epoll: the sockets and errors of
   * Linux, the numbers of FreeBSD's kqueue, and the 32 bytes of an event that macOS has too. It
   * serves to run the engine where there is no kqueue in the kernel.
   */
  LIBKQUEUE;

  /**
   * The target of this process. Meaningful only if {@link BsdBindings} says no cause against it.
   */
  public static BsdTarget here() {
    BsdTarget found = BsdBindings.target();
    if (found == null) {
      throw new IllegalStateException("there is no kqueue here");
    }
    return found;
  }

  /** The value of a constant of kqueue. */
  int number(String name) {
    return this == MACOS ? ofMacos(name) : ofFreebsd(name);
  }

  /** The layout of {@code struct kevent}. */
  GroupLayout event() {
    return this == FREEBSD
        ? dev.ioserver.bindings.freebsd.generated.kevent.layout()
        : dev.ioserver.bindings.macos.generated.kevent.layout();
  }

  private static int ofMacos(String name) {
    return switch (name) {
      case "EVFILT_READ" -> macos_h.EVFILT_READ();
      case "EVFILT_USER" -> macos_h.EVFILT_USER();
      case "EVFILT_WRITE" -> macos_h.EVFILT_WRITE();
      case "EV_ADD" -> macos_h.EV_ADD();
      case "EV_CLEAR" -> macos_h.EV_CLEAR();
      case "EV_DELETE" -> macos_h.EV_DELETE();
      case "EV_DISABLE" -> macos_h.EV_DISABLE();
      case "EV_DISPATCH" -> macos_h.EV_DISPATCH();
      case "EV_ENABLE" -> macos_h.EV_ENABLE();
      case "EV_EOF" -> macos_h.EV_EOF();
      case "EV_ERROR" -> macos_h.EV_ERROR();
      case "EV_ONESHOT" -> macos_h.EV_ONESHOT();
      case "EV_RECEIPT" -> macos_h.EV_RECEIPT();
      case "NOTE_TRIGGER" -> macos_h.NOTE_TRIGGER();
      default -> throw new AssertionError("macOS has no " + name);
    };
  }

  private static int ofFreebsd(String name) {
    return switch (name) {
      case "EVFILT_READ" -> freebsd_h.EVFILT_READ();
      case "EVFILT_USER" -> freebsd_h.EVFILT_USER();
      case "EVFILT_WRITE" -> freebsd_h.EVFILT_WRITE();
      case "EV_ADD" -> freebsd_h.EV_ADD();
      case "EV_CLEAR" -> freebsd_h.EV_CLEAR();
      case "EV_DELETE" -> freebsd_h.EV_DELETE();
      case "EV_DISABLE" -> freebsd_h.EV_DISABLE();
      case "EV_DISPATCH" -> freebsd_h.EV_DISPATCH();
      case "EV_ENABLE" -> freebsd_h.EV_ENABLE();
      case "EV_EOF" -> freebsd_h.EV_EOF();
      case "EV_ERROR" -> freebsd_h.EV_ERROR();
      case "EV_ONESHOT" -> freebsd_h.EV_ONESHOT();
      case "EV_RECEIPT" -> freebsd_h.EV_RECEIPT();
      case "NOTE_TRIGGER" -> freebsd_h.NOTE_TRIGGER();
      default -> throw new AssertionError("FreeBSD has no " + name);
    };
  }
}
