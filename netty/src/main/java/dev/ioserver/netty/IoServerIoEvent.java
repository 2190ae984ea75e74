package dev.ioserver.netty;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import io.netty.channel.IoEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a registration is told: readiness, or that the kernel has refused it.
 *
 * <p>Thread-safety: immutable.
 */
public final class IoServerIoEvent implements IoEvent {

  /** READ, WRITE, PEER_CLOSED and ERROR, in all combinations. */
  private static final int COMBINATIONS = 32;

  private static final IoServerIoEvent[] READY = new IoServerIoEvent[COMBINATIONS];

  static {
    for (int ready = 0; ready < COMBINATIONS; ready++) {
      READY[ready] = new IoServerIoEvent(ready, null);
    }
  }

  private final int ready;
  private final @Nullable SystemCallException failure;

  private IoServerIoEvent(int ready, @Nullable SystemCallException failure) {
    this.ready = ready;
    this.failure = failure;
  }

  static IoServerIoEvent ready(int ready) {
    return READY[ready];
  }

  static IoServerIoEvent failed(SystemCallException failure) {
    return new IoServerIoEvent(Interest.NONE, failure);
  }

  /** {@return bits of {@link Interest}: READ, WRITE, PEER_CLOSED, ERROR} */
  public int ready() {
    return ready;
  }

  /**
   * {@return why the kernel refuses to wait for the descriptor, so that no event will come; null as
   * a rule}
   */
  public @Nullable SystemCallException failure() {
    return failure;
  }
}
