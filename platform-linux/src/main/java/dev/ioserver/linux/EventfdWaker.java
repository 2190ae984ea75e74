package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.linux.EventFd;
import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Waker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Ends a wait by writing to a counter: {@code eventfd(2)}.
 *
 * <p>The counter is registered edge-triggered and never read: each write is an edge, whatever the
 * count is. That saves a read per wake, and with it the question of who reads. It takes 2^64 wakes
 * to fill the counter; a write that finds it full reads it empty and is repeated.
 *
 * <p>Thread-safety: {@link #wakeup()} from any thread, several at once. {@link #close()} once no
 * wake-up is under way; the engine waits for that, since the number may be another file's by then.
 */
final class EventfdWaker implements Waker {

  /** The 8 bytes of each wake; never written after this, and shared by all wakers for good. */
  private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_LONG, 1);

  private static final long BYTES = JAVA_LONG.byteSize();

  /**
   * Where concurrent wakes all let the kernel's errno go, and which nobody trusts: with two writers
   * it may hold the other one's code. Whether a write went through is told by its length alone, and
   * one that did not is repeated with memory of its own. A segment per thread would be the other
   * way, but a wake may come from each of a million virtual threads, and its memory would be
   * allocated for one use.
   */
  private final MemorySegment unreliableErrno;

  /** -1 once closed. Written by close with volatile access, read by wakes with volatile access. */
  private volatile int descriptor;

  private EventfdWaker(MemorySegment unreliableErrno, int descriptor) {
    this.unreliableErrno = unreliableErrno;
    this.descriptor = descriptor;
  }

  /** Opens a waker, which is not registered with a poller yet. */
  static EventfdWaker open() throws SystemCallException {
    // Before the descriptor, which nobody would close if there were no memory for this.
    MemorySegment errno = PosixCalls.newErrnoSegment(Arena.ofAuto());
    int result = LinuxCalls.eventfd(errno, 0, EventFd.EFD_NONBLOCK | EventFd.EFD_CLOEXEC);
    if (result < 0) {
      throw LinuxErrorCodes.INSTANCE.failure("eventfd", "", result);
    }
    return new EventfdWaker(errno, result);
  }

  @Override
  public int wakeup() {
    int fd = descriptor;
    return PosixCalls.write(unreliableErrno, fd, ONE, BYTES) == BYTES ? 0 : repeat(fd);
  }

  /** The descriptor to register. */
  int descriptor() {
    return descriptor;
  }

  /** Closes the descriptor. Idempotent. */
  void close() {
    int fd = descriptor;
    if (fd >= 0) {
      descriptor = -1;
      PosixCalls.close(unreliableErrno, fd);
    }
  }

  /** The wake that did not go through at once: the counter is full, or the waker is closed. */
  private static int repeat(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      MemorySegment count = arena.allocate(JAVA_LONG);
      while (true) {
        long written = PosixCalls.write(errno, fd, ONE, BYTES);
        if (written == BYTES) {
          return 0;
        }
        if (written == -Errno.EAGAIN) {
          // EAGAIN here means that another waker was first to empty it, which does as well.
          PosixCalls.read(errno, fd, count, BYTES);
        } else if (written != -Errno.EINTR) {
          return (int) written;
        }
      }
    }
  }
}
