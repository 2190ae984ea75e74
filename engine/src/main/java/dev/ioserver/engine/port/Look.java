package dev.ioserver.engine.port;

import dev.ioserver.engine.spi.Transport;

/**
 * How a loop finds out that nothing has come for a passive receive that is {@link PendingReceive
 * for now}: the transport must have asked the kernel since, and what that found must have had its
 * turn.
 *
 * <p>Two polls tell so. The first finds what has come, also where a poller is told only then that
 * somebody wants to read; the second is not made before all that the first has found had a turn. A
 * poll brings no more events than the loop's {@code maxEvents}: with more sockets than that which
 * have something, this one may be found by the next look only.
 *
 * <p>Belongs to the loop's thread.
 */
final class Look {

  private static final int POLLS = 2;

  private final Transport transport;

  /** What is looked for, how much of it there was, and how many polls had been made then. */
  private long question = PendingReceive.NONE;

  private int collected;
  private long polls;

  Look(Transport transport) {
    this.transport = transport;
  }

  /**
   * Whether to look again after another poll.
   *
   * @param collected how much of the answer is there: as long as that grows, the socket may have
   *     more, since a turn reads only so much
   */
  boolean goesOn(long question, int collected) {
    long now = transport.polls();
    if (question != this.question || collected != this.collected) {
      this.question = question;
      this.collected = collected;
      polls = now;
    }
    return now - polls < POLLS;
  }
}
