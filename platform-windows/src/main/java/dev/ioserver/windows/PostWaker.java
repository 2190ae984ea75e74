package dev.ioserver.windows;

import dev.ioserver.bindings.windows.WindowsCalls;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.spi.Waker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a wait by posting a packet to the completion port: {@code PostQueuedCompletionStatus}. The
 * packet's pointer is null, which no poll's is, and that is all there is to recognise it by.
 *
 * <p>A packet ends one wait and is gone with it: there is nothing to be read or reset. Each post
 * takes memory of the kernel until then, so that it matters that the parker asks for one per park.
 *
 * <p>Thread-safety: {@link #wakeup()} from any thread, several at once. {@link #close()} once no
 * wake-up is under way; the engine waits for that, since the handle may be another one's by then.
 */
final class PostWaker implements Waker {

  /** What the handle is once closed; no handle has this value. */
  private static final long CLOSED = 0;

  private static final int NO_BYTES = 0;
  private static final long NO_KEY = 0;
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * Where concurrent wakes all let their code go, and which nobody trusts: with two of them it may
   * hold the other one's. One that did not go through is repeated with memory of its own. A segment
   * per thread would be the other way, but a wake may come from each of a million virtual threads,
   * and its memory would be allocated for one use.
   */
  private final MemorySegment unreliableError = WindowsCalls.newErrorSegment(Arena.ofAuto());

  /** CLOSED once closed. Written by close with volatile access, read by wakes likewise. */
  private volatile long port;

  PostWaker(long port) {
    this.port = port;
  }

  @Override
  public int wakeup() {
    long handle = port;
    if (handle == CLOSED) {
      return -WindowsErrors.ERROR_INVALID_HANDLE;
    }
    return post(unreliableError, handle) == 0 ? 0 : repeat(handle);
  }

  /** From now on wakes go nowhere. The port itself is the poller's to close. Idempotent. */
  void close() {
    port = CLOSED;
  }

  private static int post(MemorySegment error, long handle) {
    return WindowsCalls.postQueuedCompletionStatus(
        error, handle, NO_BYTES, NO_KEY, MemorySegment.NULL);
  }

  /** The wake that did not go through at once. A lost wake is for ever, a shortage is not. */
  private static int repeat(long handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = WindowsCalls.newErrorSegment(arena);
      while (true) {
        int result = post(error, handle);
        if (!isShortage(result)) {
          return result;
        }
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }

  private static boolean isShortage(int result) {
    return result == -WindowsErrors.ERROR_NO_SYSTEM_RESOURCES
        || result == -WindowsErrors.ERROR_NOT_ENOUGH_MEMORY
        || result == -WindowsErrors.ERROR_NOT_ENOUGH_QUOTA;
  }
}
