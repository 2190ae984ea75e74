package dev.ioserver.bsd;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.bsd.BsdCalls;
import dev.ioserver.bindings.bsd.KEvent;
import dev.ioserver.bindings.bsd.KQueue;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Ends a wait by writing a byte to a pipe: {@code pipe(2)}. For kernels without user events.
 *
 * <p>The polling thread reads the pipe empty when it sees the event. A pipe that is full all the
 * same is one whose event nobody has seen yet: the wake is under way already.
 */
final class PipeWaker extends KqueueWaker {

  /** What {@link KqueueWaker#PROPERTY} calls it. */
  static final String NAME = "pipe";

  /** More than there ever is to read: the parker allows for one wake per park. */
  private static final long ROOM = 64;

  /** The byte of each wake; never written after this, and shared by all wakers for good. */
  private static final MemorySegment ONE = Arena.global().allocate(1);

  /** Where concurrent wakes all let the kernel's errno go, as in {@link UserEventWaker}. */
  private final MemorySegment unreliableErrno;

  /** For the polling thread's reads. */
  private final MemorySegment errno;

  private final MemorySegment bytes;
  private int source = -1;

  /** -1 once closed. Written by close with volatile access, read by wakes with volatile access. */
  private volatile int sink = -1;

  private PipeWaker(Arena arena) {
    this.unreliableErrno = PosixCalls.newErrnoSegment(arena);
    this.errno = PosixCalls.newErrnoSegment(arena);
    this.bytes = arena.allocate(ROOM);
  }

  /** Opens a pipe and registers the end that is read. */
  static PipeWaker open(int kq) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      // Before the pipe, which nobody would close if there were no memory for this.
      PipeWaker waker = new PipeWaker(Arena.ofAuto());
      int result = BsdCalls.pipe(errno, ends);
      if (result < 0) {
        throw BsdSockets.CODES.failure("pipe", "", result);
      }
      waker.source = ends.getAtIndex(JAVA_INT, 0);
      waker.sink = ends.getAtIndex(JAVA_INT, 1);
      String call = "fcntl";
      try {
        result = waker.setFlags();
        if (result >= 0) {
          call = "kevent";
          result = waker.register(arena, kq);
        }
      } catch (RuntimeException | Error e) {
        waker.close();
        throw e;
      }
      if (result < 0) {
        waker.close();
        throw BsdSockets.CODES.failure(call, "pipe", result);
      }
      return waker;
    }
  }

  @Override
  public int wakeup() {
    int fd = sink;
    return PosixCalls.write(unreliableErrno, fd, ONE, 1) == 1 ? 0 : repeat(fd);
  }

  @Override
  String mechanism() {
    return "a pipe";
  }

  @Override
  void woken() {
    long read;
    do {
      read = PosixCalls.read(errno, source, bytes, ROOM);
    } while (read == ROOM || read == -Errno.EINTR);
  }

  @Override
  void close() {
    int fd = sink;
    if (fd >= 0) {
      sink = -1;
      PosixCalls.close(errno, fd);
      PosixCalls.close(errno, source);
    }
  }

  private int setFlags() {
    int result = Descriptors.nonBlockingAndClosedByExec(errno, source);
    return result < 0 ? result : Descriptors.nonBlockingAndClosedByExec(errno, sink);
  }

  private int register(Arena arena, int kq) {
    MemorySegment change = KEvent.allocate(arena, 1);
    short flags = (short) (KQueue.EV_ADD | KQueue.EV_CLEAR);
    KEvent.set(change, 0, source, KQueue.EVFILT_READ, flags, 0, KqueuePoller.WAKER_TOKEN);
    return BsdCalls.kevent(errno, kq, change, 1, MemorySegment.NULL, 0, MemorySegment.NULL);
  }

  /** The wake that did not go through at once: the pipe is full, or the waker is closed. */
  private static int repeat(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      long written;
      do {
        written = PosixCalls.write(errno, fd, ONE, 1);
      } while (written == -Errno.EINTR);
      return written == 1 || written == -Errno.EAGAIN ? 0 : (int) written;
    }
  }
}
