package dev.ioserver.bindings.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Reads and writes {@code struct epoll_params}, how an epoll instance polls network devices while
 * it waits: {@code ioctl_eventpoll(2)}.
 *
 * <p>Written by hand, since the headers that the rest is generated from are older: the structure
 * and the numbers came with Linux 6.9 ({@code linux/eventpoll.h}) and glibc 2.40 ({@code
 * sys/epoll.h}). A test has a C compiler confirm them, and another sets values with one number and
 * reads them back with the other.
 *
 * <p>Memory fresh from an arena is zero, which is what a fresh epoll instance has: the packets per
 * poll that the kernel chooses, and no preference. Static methods over the caller's memory: as
 * thread-safe as that memory is.
 */
public final class EpollParams {
  /**
   * The request that sets the structure: {@code _IOW(0x8A, 1, struct epoll_params)}. ENOTTY before
   * Linux 6.9, EOPNOTSUPP where the kernel was built without busy polling.
   */
  public static final long EPIOCSPARAMS = 0x4008_8A01L;

  /** The request that reads it back: {@code _IOR(0x8A, 2, struct epoll_params)}. */
  public static final long EPIOCGPARAMS = 0x8008_8A02L;

  private static final StructLayout STRUCT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("busy_poll_usecs"),
          JAVA_SHORT.withName("busy_poll_budget"),
          JAVA_BYTE.withName("prefer_busy_poll"),
          JAVA_BYTE.withName("__pad")); // The kernel insists on zero.

  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = STRUCT;

  private static final long MICROS = STRUCT.byteOffset(PathElement.groupElement("busy_poll_usecs"));

  private EpollParams() {}

  /** How long a wait polls the device before it sleeps, in microseconds, unsigned. */
  public static int busyPollMicros(MemorySegment params) {
    return params.get(JAVA_INT, MICROS);
  }

  /**
   * Sets how long a wait polls the device before it sleeps.
   *
   * @param micros microseconds; 0 leaves it to net.core.busy_poll; the kernel refuses more than
   *     {@link Integer#MAX_VALUE}, read as unsigned, with EINVAL
   */
  public static void setBusyPollMicros(MemorySegment params, int micros) {
    params.set(JAVA_INT, MICROS, micros);
  }
}
