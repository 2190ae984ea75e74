package dev.ioserver.engine.api;

import org.jspecify.annotations.Nullable;

/** Takes the events of a raw selector, on the thread that selects. */
public interface ReadyHandler {

  /**
   * A descriptor is ready.
   *
   * @param token what {@code register} gave
   * @param attachment what was hung on the registration
   * @param ready bits of {@link Interest}: READ, WRITE, PEER_CLOSED, ERROR
   */
  void onReady(long token, @Nullable Object attachment, int ready);

  /**
   * A change that was asked for from any thread failed when it was applied (a closed descriptor,
   * one that cannot be waited for). The registration is over, as if deregistered.
   *
   * @param token of the registration
   * @param attachment what was registered with it
   * @param cause why the change failed
   */
  default void onFailed(long token, @Nullable Object attachment, SystemCallException cause) {}

  /**
   * A deregistration is done: the kernel no longer knows the descriptor here, and it may be closed
   * or registered again. Not called for registrations that failed.
   *
   * @param token of the registration
   * @param attachment what was registered with it
   */
  default void onDeregistered(long token, @Nullable Object attachment) {}
}
