package dev.ioserver.bindings.bsd;

import dev.ioserver.bindings.abi.CCalls;
import dev.ioserver.bindings.posix.TimeSpec;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

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
    return CCalls.result(errno, (int) CCalls.call(BsdHandles.Kqueue.CALL, errno, 0, 0, 0, 0, 0, 0));
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
              CCalls.call(
                  BsdHandles.Kevent.CALL,
                  errno,
                  kq,
                  CCalls.address(changes),
                  changeCount,
                  CCalls.address(events),
                  eventCount,
                  CCalls.address(timeout)));
    } finally {
      Reference.reachabilityFence(changes);
      Reference.reachabilityFence(events);
      Reference.reachabilityFence(timeout);
    }
  }

  /**
   * Opens a pipe: {@code pipe(2)}.
   *
   * @param descriptors receives two ints: the end to read from, the end to write to
   */
  public static int pipe(MemorySegment errno, MemorySegment descriptors) {
    try {
      return CCalls.result(
          errno,
          (int)
              CCalls.call(BsdHandles.Pipe.CALL, errno, CCalls.address(descriptors), 0, 0, 0, 0, 0));
    } finally {
      Reference.reachabilityFence(descriptors);
    }
  }
}
