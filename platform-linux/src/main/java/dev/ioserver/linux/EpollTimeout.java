package dev.ioserver.linux;

import static java.lang.System.Logger.Level.INFO;

import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.TimeSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits for events with the call that fits the time-out.
 *
 * <p>No wait and a wait without end are {@code epoll_wait(2)}: it needs no memory for the time, and
 * is what interposed libraries know best. A time-out is {@code epoll_pwait2(2)} where there is one,
 * to the nanosecond; else it is rounded up to the milliseconds of epoll_wait, since a wait that
 * ends early is another turn of the loop for nothing.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class EpollTimeout {

  /** The wait without end of epoll_wait. */
  private static final int FOREVER = -1;

  /** Whether it was said that there is no epoll_pwait2. Any thread: CAS. */
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final boolean nanos;
  private final MemorySegment time;

  private EpollTimeout(boolean nanos, MemorySegment time) {
    this.nanos = nanos;
    this.time = time;
  }

  /**
   * Chooses the calls, by trying epoll_pwait2 without waiting. A kernel before 5.11 answers ENOSYS,
   * and so does the C library before 2.35 through the bindings; seccomp filters that are older than
   * the call answer EPERM (containers did so for years). Whatever the answer is, only a success
   * counts.
   */
  static EpollTimeout probe(Arena arena, MemorySegment errno, int epfd, MemorySegment events) {
    MemorySegment time = arena.allocate(TimeSpec.LAYOUT);
    int result = LinuxCalls.epollPwait2(errno, epfd, events, 1, time);
    // The signal came before the time was up: the call is there.
    boolean nanos = result >= 0 || result == -Errno.EINTR;
    if (!nanos && TOLD.compareAndSet(false, true)) {
      System.getLogger("dev.ioserver.engine").log(INFO, refusal(-result));
    }
    return new EpollTimeout(nanos, time);
  }

  private static String refusal(int code) {
    return "time-outs of the epoll engine are rounded up to milliseconds, since epoll_pwait2 fails"
        + " with "
        + Errno.name(code)
        + ": it needs Linux 5.11, glibc 2.35 and no seccomp profile that refuses it";
  }

  /** The milliseconds of epoll_wait, for kernels without epoll_pwait2. */
  static EpollTimeout millis(Arena arena) {
    return new EpollTimeout(false, arena.allocate(TimeSpec.LAYOUT));
  }

  /**
   * Waits.
   *
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end
   * @return how many events, or a code, negated
   */
  int await(MemorySegment errno, int epfd, MemorySegment events, int maxEvents, long timeoutNanos) {
    if (timeoutNanos <= 0) {
      return LinuxCalls.epollWait(errno, epfd, events, maxEvents, timeoutNanos == 0 ? 0 : FOREVER);
    }
    if (nanos) {
      // No clamp: the kernel adds with saturation, and 292 years are a valid timespec.
      TimeSpec.set(time, timeoutNanos);
      return LinuxCalls.epollPwait2(errno, epfd, events, maxEvents, time);
    }
    return LinuxCalls.epollWait(errno, epfd, events, maxEvents, toMillis(timeoutNanos));
  }

  /** The finest wait in nanoseconds. */
  long resolutionNanos() {
    return nanos ? 1 : NANOS_PER_MILLI;
  }

  /** Milliseconds, rounded up; at most some 24 days, after which the caller looks at the clock. */
  static int toMillis(long timeoutNanos) {
    // Subtracted before it is divided: adding 999,999 could overflow.
    long millis = (timeoutNanos - 1) / NANOS_PER_MILLI + 1;
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
