package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.linux.generated.linux_h;

/**
 * Constants of {@code eventfd(2)}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class EventFd {
  /** The descriptor does not survive exec. */
  public static final int EFD_CLOEXEC = linux_h.EFD_CLOEXEC();

  /** Calls that would block give EAGAIN. */
  public static final int EFD_NONBLOCK = linux_h.EFD_NONBLOCK();

  /** A read takes 1 off the counter, not all of it. */
  public static final int EFD_SEMAPHORE = linux_h.EFD_SEMAPHORE();

  private EventFd() {}
}
