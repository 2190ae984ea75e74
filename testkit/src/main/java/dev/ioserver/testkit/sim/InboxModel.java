package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.testkit.sim.kernel.SimSocket;

/**
 * What waits to be received from a port as the kernel sees it: what reads have given less what the
 * user has been given. It has a bound. A message may count with more memory than its length, never
 * with less, so that a bound in lengths holds as well.
 */
final class InboxModel {

  /** A message counts with so many bytes at least, by which its prefix is covered. */
  private static final int LEAST_COUNTED = 1_024;

  /** So much a paused port reads ahead, lest a reset be missed. */
  private static final int LOOK_AHEAD = 256;

  private final End end;

  /** The longest passive read: what it has collected may be left when it is taken back. */
  private int longestAsked;

  InboxModel(End end) {
    this.end = end;
  }

  /** A passive read of so many bytes. */
  void asked(int length) {
    longestAsked = Math.max(longestAsked, length);
  }

  /** Whether all that is read is to be delivered: one that closes reads and drops. */
  boolean isCounted() {
    return !end.isLeaving() && !end.grammar.isFailed() && !end.isOver() && end.socket() != null;
  }

  /** How many bytes wait, prefixes included, in the inbox and before it. */
  long waiting() {
    SimSocket below = end.socket();
    return below == null || !isCounted() ? 0 : below.read() - end.in.deliveredOnWire();
  }

  /**
   * What may wait beside that for which there is room: the read that has filled it, which may end
   * in the midst of a message; and what the loop has handed over already, which the receiver has as
   * soon as its wait ends. Where nobody receives, another read finds out what has failed. The loop
   * may have used up the credit of which the user has not heard yet, and looks ahead: so that is
   * always among it.
   */
  long mostBeside() {
    SimSocket below = end.socket();
    if (below == null) {
      return 0;
    }
    PortOptions options = end.options;
    boolean looks = below.isDead() || !end.credit.isActive();
    int prefix = options.framing().maxOverhead();
    long inHand = prefix == 0 ? longestAsked : prefix + options.framing().maxLength();
    return (looks ? 3L : 2L) * below.longestRead() + LOOK_AHEAD + inHand;
  }

  void checkBound() {
    long bytes = end.options.inboxBytes();
    int prefix = end.options.framing().maxOverhead();
    long prefixes = prefix * (bytes / LEAST_COUNTED + 1);
    long most = bytes - 1 + prefixes + mostBeside();
    if (waiting() > most) {
      throw end.broken(
          "inbox bytes", waiting() + " bytes wait, at the most " + most + " may with " + bytes);
    }
  }
}
