package dev.ioserver.examples.gateway.fix;

import dev.ioserver.examples.gateway.session.MessageLog;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends from the store: what the client has asked for again, and then what is new. Puts the header
 * before the fields of each message. Belongs to one thread.
 */
final class FixSender {

  /** More than the longest message that is stored, with its header. */
  private static final int LONGEST = 2048;

  private final FixOutput output;
  private final FixLink link;
  private final LongSupplier clock;
  private final FixStore store;
  private final byte[] compIds;
  private final FixWriter out = new FixWriter(LONGEST);
  private final FixWriter fields = new FixWriter(32);

  private MessageLog.Cursor live;
  private MessageLog.@Nullable Cursor again;
  private long lastAgain;

  /** The first of some messages that are passed over, and when that was sent; 0 for none. */
  private long gapBegin;

  private long gapMillis;

  /**
   * A sender of what is stored from now on.
   *
   * @param clock milliseconds since 1970
   */
  FixSender(
      FixOutput output, FixLink link, LongSupplier clock, String compId, FixSequences sequences) {
    this.output = output;
    this.link = link;
    this.clock = clock;
    this.store = sequences.store();
    compIds =
        (FixTag.SENDER_COMP_ID
                + "="
                + compId
                + "\1"
                + FixTag.TARGET_COMP_ID
                + "="
                + sequences.compId()
                + "\1")
            .getBytes(StandardCharsets.US_ASCII);
    live = store.cursor(store.nextSequence());
  }

  /** The store was reset: nothing of what was there before is sent. */
  void restart() {
    live = store.cursor(1);
    again = null;
    gapBegin = 0;
  }

  /** The number of the last message that was sent. */
  long lastSent() {
    return live.sequence() - 1;
  }

  /** How many messages the output has not taken yet. */
  long backlog() {
    return live.remaining();
  }

  /**
   * Has messages sent again, before anything new. If some are being sent again already, all from
   * the lowest to the highest of both are.
   *
   * @param begin 1 to {@link #lastSent}
   * @param end {@code begin} to {@link #lastSent}
   */
  void resend(long begin, long end) {
    MessageLog.Cursor running = again;
    long first = begin;
    lastAgain = running == null ? end : Math.max(lastAgain, end);
    if (running != null) {
      first = Math.min(first, gapBegin == 0 ? running.sequence() : gapBegin);
    }
    again = store.cursor(first);
    gapBegin = 0;
  }

  /** Sends as much as the output takes. */
  void drain(long nowNanos) {
    while (again != null) {
      if (!sendAgain(again, nowNanos)) {
        return;
      }
    }
    while (live.hasNext()) {
      if (!send(live, false, nowNanos)) {
        return;
      }
      live.advance();
    }
  }

  /** One message, or one mark for several that are passed over; false if there is no room. */
  private boolean sendAgain(MessageLog.Cursor from, long nowNanos) {
    while (from.sequence() <= lastAgain
        && from.hasNext()
        && FixType.isFilledOver(FixStore.type(from))) {
      if (gapBegin == 0) {
        gapBegin = from.sequence();
        gapMillis = FixStore.epochMillis(from);
      }
      from.advance();
    }
    if (gapBegin != 0) {
      fields.clear().yes(FixTag.GAP_FILL_FLAG).number(FixTag.NEW_SEQ_NO, from.sequence());
      header(FixType.SEQUENCE_RESET, gapBegin, gapMillis, true);
      if (!put(out.raw(fields.buffer(), 0, fields.length()), nowNanos)) {
        return false;
      }
      gapBegin = 0;
    }
    if (from.sequence() > lastAgain) {
      again = null;
      return true;
    }
    if (!send(from, true, nowNanos)) {
      return false;
    }
    from.advance();
    return true;
  }

  private boolean send(MessageLog.Cursor next, boolean isAgain, long nowNanos) {
    header(FixStore.type(next), next.sequence(), FixStore.epochMillis(next), isAgain);
    return put(out.raw(next.buffer(), next.offset(), next.length()), nowNanos);
  }

  private void header(int type, long sequence, long epochMillis, boolean isAgain) {
    out.clear().type(FixTag.MSG_TYPE, type).raw(compIds).number(FixTag.MSG_SEQ_NUM, sequence);
    if (isAgain) {
      out.yes(FixTag.POSS_DUP_FLAG)
          .time(FixTag.SENDING_TIME, clock.getAsLong())
          .time(FixTag.ORIG_SENDING_TIME, epochMillis);
    } else {
      out.time(FixTag.SENDING_TIME, epochMillis);
    }
  }

  private boolean put(FixWriter message, long nowNanos) {
    boolean taken = output.send(message.buffer(), 0, message.length());
    if (taken) {
      link.sent(nowNanos);
    } else {
      link.refused(nowNanos);
    }
    return taken;
  }
}
