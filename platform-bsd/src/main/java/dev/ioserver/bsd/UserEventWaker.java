package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdCalls;
import dev.ioserver.bindings.bsd.KEvent;
import dev.ioserver.bindings.bsd.KQueue;
import dev.ioserver.bindings.posix.PosixCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Ends a wait by triggering an event of the program's own: EVFILT_USER of {@code kqueue(2)}. It
 * needs no descriptor and no memory of the kernel, and any number of triggers make one event.
 *
 * <p>It is registered once, with EV_CLEAR: without it the event stays and every wait returns at
 * once. A trigger is a change without flags: on FreeBSD NOTE_TRIGGER together with EV_CLEAR in one
 * change loses the wake. The change names the same token each time, since whatever a change says
 * replaces what was registered.
 */
final class UserEventWaker extends KqueueWaker {

  /** What the kernel calls the event; any number will do, this one is no descriptor. */
  private static final long IDENT = -1L;

  /** The change of each wake-up; never written after this, and shared by all wakers for good. */
  static final MemorySegment TRIGGER = trigger();

  /**
   * Where concurrent wakes all let the kernel's errno go, and which nobody trusts: with two writers
   * it may hold the other one's code. A wake that fails is asked again with memory of its own.
   */
  private final MemorySegment unreliableErrno = PosixCalls.newErrnoSegment(Arena.ofAuto());

  /** -1 once closed. Written by close with volatile access, read by wakes with volatile access. */
  private volatile int kq;

  private UserEventWaker(int kq) {
    this.kq = kq;
  }

  /**
   * Registers the event, and tries it.
   *
   * @return null where the kernel has no such events
   */
  static @Nullable UserEventWaker open(int kq) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      if (!register(arena, errno, kq)) {
        return null;
      }
      UserEventWaker waker = new UserEventWaker(kq);
      if (waker.wakeup() < 0 || !sees(arena, errno, kq)) {
        deregister(arena, errno, kq);
        return null;
      }
      return waker;
    }
  }

  @Override
  public int wakeup() {
    int queue = kq;
    return trigger(unreliableErrno, queue) == 0 ? 0 : repeat(queue);
  }

  @Override
  String mechanism() {
    return "EVFILT_USER";
  }

  @Override
  void woken() {
    // EV_CLEAR: reporting the event has cleared it.
  }

  @Override
  void close() {
    // The event is gone with the kqueue, which the poller closes.
    kq = -1;
  }

  private static boolean register(Arena arena, MemorySegment errno, int kq) {
    short flags = (short) (KQueue.EV_ADD | KQueue.EV_CLEAR);
    return change(errno, kq, filled(arena, flags, 0)) == 0;
  }

  private static void deregister(Arena arena, MemorySegment errno, int kq) {
    // Whatever comes of it: a kernel that registers and does not trigger reports nothing either.
    change(errno, kq, filled(arena, KQueue.EV_DELETE, 0));
  }

  /** Whether the event has come. */
  private static boolean sees(Arena arena, MemorySegment errno, int kq) {
    MemorySegment events = KEvent.allocate(arena, 1);
    MemorySegment noTime = new KqueueTimeout(arena).of(0);
    int n = BsdCalls.kevent(errno, kq, MemorySegment.NULL, 0, events, 1, noTime);
    return n == 1
        && KEvent.filter(events, 0) == KQueue.EVFILT_USER
        && KEvent.token(events, 0) == KqueuePoller.WAKER_TOKEN;
  }

  private static int trigger(MemorySegment errno, int kq) {
    return change(errno, kq, TRIGGER);
  }

  /** Hands in a change, with no room for events: it does not wait, and a failure is the result. */
  private static int change(MemorySegment errno, int kq, MemorySegment change) {
    return BsdCalls.kevent(errno, kq, change, 1, MemorySegment.NULL, 0, MemorySegment.NULL);
  }

  private static int repeat(int kq) {
    try (Arena arena = Arena.ofConfined()) {
      return trigger(PosixCalls.newErrnoSegment(arena), kq);
    }
  }

  private static MemorySegment trigger() {
    return filled(Arena.global(), (short) 0, KQueue.NOTE_TRIGGER);
  }

  private static MemorySegment filled(Arena arena, short flags, int filterFlags) {
    MemorySegment change = KEvent.allocate(arena, 1);
    KEvent.set(change, 0, IDENT, KQueue.EVFILT_USER, flags, filterFlags, KqueuePoller.WAKER_TOKEN);
    return change;
  }
}
