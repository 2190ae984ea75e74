package dev.ioserver.bindings.bsd;

import dev.ioserver.bindings.abi.CCalls;
import dev.ioserver.bindings.posix.TimeSpec;
import java.lang.foreign.MemorySegment;

/**
 * The system calls of kqueue and the pipe beside it, one method each, under their own names. What
 * these systems share with Linux is in {@link dev.ioserver.bindings.posix.PosixCalls}, whose rules
 * on results, errno, threads, exceptions and linking hold here too.
 *
 * <p>Use this class only if {@link BsdBindings#unavailabilityCause()} is null.
 */
public final class BsdCalls {
  private BsdCalls() {}

  /**
   * Opens a queue of events: {@code kqueue(2)}.
   *
   * @return the descriptor
   */
  public static int kqueue(MemorySegment errno) {
    try {
      return CCalls.result(errno, (int) BsdHandles.Kqueue.CALL.invokeExact(errno));
    } catch (Throwable failure) {
      throw CCalls.unexpected(failure);
    }
  }

  /**
   * Hands in changes and waits for events, in one call: {@code kevent(2)}.
   *
   * @param changes {@code changeCount} of {@link KEvent}
   * @param events room for {@code eventCount} of {@link KEvent}
   * @param timeout the longest wait as a {@link TimeSpec}; {@code NULL} waits without end
   * @return how many events there are, 0 when the time is up
   */
  public static int kevent(
      MemorySegment errno,
      int kq,
      MemorySegment changes,
      int changeCount,
      MemorySegment events,
      int eventCount,
      MemorySegment timeout) {
    try {
      return CCalls.result(
          errno,
          (int)
              BsdHandles.Kevent.CALL.invokeExact(
                  errno, kq, changes, changeCount, events, eventCount, timeout));
    } catch (Throwable failure) {
      throw CCalls.unexpected(failure);
    }
  }

  /**
   * Opens a pipe: {@code pipe(2)}.
   *
   * @param descriptors receives two ints: the end to read from, the end to write to
   */
  public static int pipe(MemorySegment errno, MemorySegment descriptors) {
    try {
      return CCalls.result(errno, (int) BsdHandles.Pipe.CALL.invokeExact(errno, descriptors));
    } catch (Throwable failure) {
      throw CCalls.unexpected(failure);
    }
  }
}
