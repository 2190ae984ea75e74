package dev.ioserver.linux;

import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.posix.PosixSockets;
import dev.ioserver.posix.PosixSystem;
import dev.ioserver.posix.SocketCalls;

/**
 * The socket calls of Linux: {@code socket(7)}, {@code tcp(7)}. POSIX has it all, but for
 * SO_BUSY_POLL.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine.
 */
final class LinuxSockets extends PosixSockets {

  /** What Linux supplies. */
  static final PosixSystem SYSTEM =
      new PosixSystem(new SocketCalls(true), LinuxErrorCodes.INSTANCE);

  private final int busyPollMicros;

  /**
   * @param busyPollMicros SO_BUSY_POLL of each socket in microseconds; 0 leaves it as it is
   */
  LinuxSockets(int busyPollMicros) {
    super(SYSTEM);
    this.busyPollMicros = busyPollMicros;
  }

  @Override
  protected DatagramSockets openDatagrams() {
    return new LinuxDatagrams(this);
  }

  @Override
  protected int prepare(int fd) {
    return busyPollMicros == 0
        ? 0
        : noted("setsockopt(SO_BUSY_POLL)", SocketBusyPoll.set(errno(), fd, busyPollMicros));
  }
}
