package dev.ioserver.engine.spi;

import org.jspecify.annotations.Nullable;

/**
 * A kernel's readiness queue: epoll, kqueue, AFD polls over a completion port, a java.nio selector.
 *
 * <p>Descriptors are {@code long}: a file descriptor, a socket handle, or an index into an engine's
 * own table. Interest and readiness are bits of {@link dev.ioserver.engine.api.Interest}.
 *
 * <p>Changes may be applied at once or kept until the next {@link #poll}, which then hands them in
 * with the wait. A change that fails late is reported as an event with {@link #failure(int)}.
 *
 * <p>Thread-safety: one thread at a time, except {@link #waker()}.
 */
public interface Poller extends AutoCloseable {

  /** Returned by {@link #remove}: the kernel has let go, and the token may be reused. */
  int REMOVED = 0;

  /**
   * Returned by {@link #remove}: memory is still the kernel's; an event with {@link
   * #isReleased(int)} will say when it is not.
   */
  int RELEASE_PENDING = 1;

  /** {@return whether registrations may ask for {@link dev.ioserver.engine.api.Interest#EDGE}} */
  boolean isEdgeTriggered();

  /**
   * Makes the kernel know a descriptor. It may be called with no interest, which may cost nothing.
   *
   * @param descriptor what is waited for
   * @param token what events of this descriptor carry; one whose low half is -1 is never used, so
   *     that a poller may have it for its waker
   * @param interest what is waited for
   * @return 0 or more, or a code, negated
   */
  int add(long descriptor, long token, int interest);

  /**
   * Changes what the kernel reports.
   *
   * @param descriptor what is waited for
   * @param token of the registration
   * @param held what it was last told
   * @param wanted what it shall report, different from {@code held}
   * @return 0 or more, or a code, negated
   */
  int modify(long descriptor, long token, int held, int wanted);

  /**
   * Makes the kernel forget a descriptor, before it is closed. A descriptor that is already closed
   * is no failure.
   *
   * @param descriptor what is waited for
   * @param token of the registration
   * @param held what the kernel was last told
   * @return {@link #REMOVED} or {@link #RELEASE_PENDING}, or a code, negated, after which the
   *     kernel has let go all the same
   */
  int remove(long descriptor, long token, int held);

  /**
   * Waits for events. Wake-ups end the wait and are not events. An interrupted wait (EINTR) is 0
   * events.
   *
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end. The wait may be
   *     longer by the resolution of the system, and shorter: the caller looks at the clock
   * @return how many events, or a code, negated
   */
  int poll(long timeoutNanos);

  /**
   * {@return the token of event {@code index} of the last poll}
   *
   * @param index of the event, from 0
   */
  long token(int index);

  /**
   * {@return the readiness bits of event {@code index} of the last poll}
   *
   * @param index of the event, from 0
   */
  int ready(int index);

  /**
   * {@return 0, or the code, negated, of a change that failed late, for event {@code index}}
   *
   * @param index of the event, from 0
   */
  default int failure(int index) {
    return 0;
  }

  /**
   * {@return how many requests for readiness the last poll sent beside the wait itself} 0 where the
   * kernel knows lasting registrations; where it forgets one with each event, telling it again is a
   * call.
   */
  default int armed() {
    return 0;
  }

  /**
   * {@return whether event {@code index} says that a removed registration's memory is free}
   *
   * @param index of the event, from 0
   */
  default boolean isReleased(int index) {
    return false;
  }

  /**
   * {@return the call that failed, for messages: "epoll_ctl" for changes, "epoll_wait" for polls}
   *
   * @param change true for a change of a registration, false for a poll
   */
  String callName(boolean change);

  /** {@return the waker of this poller; any thread may use it until {@link #close()}} */
  Waker waker();

  /** {@return the finest wait in nanoseconds: 1 or 1,000,000 as a rule} */
  long resolutionNanos();

  /**
   * The poller's file descriptor for those who want to nest it, or -1 where there is none.
   *
   * @return a descriptor, or -1
   */
  default long descriptor() {
    return -1;
  }

  /**
   * {@return whether changes wait for the next poll, which hands them in} A poller whose descriptor
   * is waited for elsewhere is polled once before that, without waiting: nobody else hands them in.
   */
  default boolean hasPendingChanges() {
    return false;
  }

  /** Closes the poller and its waker. Idempotent. No wake-up may be under way. */
  @Override
  void close();

  /** {@return something a failed poll can be described with; null as a rule} */
  default @Nullable String diagnosis() {
    return null;
  }
}
