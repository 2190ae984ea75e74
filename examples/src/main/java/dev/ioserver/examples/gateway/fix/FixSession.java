package dev.ioserver.examples.gateway.fix;

import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The acceptor's side of a FIX 4.4 session, on one connection. See the package for what it stands
 * on.
 *
 * <p>Messages of a client that come too early are not kept: the session asks for everything from
 * the first one that is missing, and the client sends all of it again.
 */
public final class FixSession {

  private final FixOutput output;
  private final FixHandler handler;
  private final FixDirectory directory;
  private final FixSettings settings;
  private final LongSupplier clock;
  private final long openedNanos;
  private final byte[] compId;
  private final FixLink link;
  private final FixReader reader = new FixReader();
  private final FixWriter fields = new FixWriter(1024);
  private final FixGap gap = new FixGap();

  private FixState state = FixState.AWAITING_LOGON;
  private byte[] clientCompId = {};
  private @Nullable FixSequences sequences;
  private @Nullable FixSender sender;

  /**
   * Creates the session of a connection that was just accepted.
   *
   * @param clock milliseconds since 1970
   * @param nowNanos the time of the acceptance, from which the time-out of the Logon counts
   */
  public FixSession(
      FixOutput output,
      FixHandler handler,
      FixDirectory directory,
      FixSettings settings,
      LongSupplier clock,
      long nowNanos) {
    this.output = output;
    this.handler = handler;
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    this.openedNanos = nowNanos;
    compId = settings.compId().getBytes(StandardCharsets.US_ASCII);
    link = new FixLink(nowNanos);
  }

  /** Returns the state. */
  public FixState state() {
    return state;
  }

  /** Returns what the client calls itself; empty before it has logged on. */
  public String clientCompId() {
    return new String(clientCompId, StandardCharsets.US_ASCII);
  }

  /** Takes in one body, from its {@code 35=} on. */
  public void onMessage(ByteBuffer buffer, int offset, int length, long nowNanos) {
    if (state == FixState.ENDED) {
      return; // it was already on its way when the session ended
    }
    link.received(nowNanos);
    FixFault fault = reader.read(buffer, offset, length);
    if (state == FixState.AWAITING_LOGON) {
      onFirst(fault, nowNanos);
    } else {
      onNext(fault, nowNanos);
    }
  }

  /**
   * Stores a message and sends it as soon as the output takes it. A full store ends the session.
   *
   * @param message the fields behind the header
   * @return whether the message was stored
   * @throws IllegalStateException if nobody has logged on
   */
  public boolean publish(int type, FixWriter message, long nowNanos) {
    FixSequences to = sequences;
    FixSender through = sender;
    if (to == null || through == null || state == FixState.ENDED) {
      throw new IllegalStateException("no message can be published in state " + state);
    }
    if (!to.append(type, clock.getAsLong(), message)) {
      end(SessionEnd.STORE_FULL, "at message " + to.store().nextSequence());
      return false;
    }
    through.drain(nowNanos);
    return true;
  }

  /** Goes on sending: the output has room again after a refusal. */
  public void onWritable(long nowNanos) {
    link.unblocked();
    drain(nowNanos);
  }

  /** Does what is due by the clock. May be called at any time and as often as one likes. */
  public void onTick(long nowNanos) {
    switch (state) {
      case AWAITING_LOGON -> {
        if (nowNanos - openedNanos >= settings.logonNanos()) {
          end(SessionEnd.LOGIN_TIMEOUT, "");
        }
      }
      case LOGGED_ON, LOGGING_OUT -> tick(nowNanos);
      case ENDED -> {} // nothing is due any more
    }
  }

  /** Says goodbye, and ends when the client has answered. */
  public void endOfSession(long nowNanos) {
    switch (state) {
      case AWAITING_LOGON -> end(SessionEnd.END_OF_SESSION, "before the Logon");
      case LOGGED_ON -> {
        state = FixState.LOGGING_OUT;
        publish(FixType.LOGOUT, fields.clear().text(FixTag.TEXT, "the day is over"), nowNanos);
      }
      case LOGGING_OUT, ENDED -> {} // already on its way
    }
  }

  /** Says why, as far as the client still listens, and ends at once. */
  public void logout(SessionEnd reason, String text, long nowNanos) {
    if (sender != null && state != FixState.ENDED) {
      publish(FixType.LOGOUT, fields.clear().text(FixTag.TEXT, text), nowNanos);
    }
    end(reason, text);
  }

  /**
   * Ends the session at once, without another message. Does nothing if it has ended.
   *
   * @param detail what exactly happened, for a log; may be empty
   */
  public void end(SessionEnd reason, String detail) {
    if (state == FixState.ENDED) {
      return;
    }
    state = FixState.ENDED;
    if (sequences != null) {
      directory.release(sequences, this);
    }
    handler.onEnded(this, reason, detail);
  }

  /** Answers the message in hand with a Reject: it breaks a rule of the session. */
  public void reject(FixFault fault, int tag, String detail) {
    long nowNanos = System.nanoTime();
    fields.clear().number(FixTag.REF_SEQ_NUM, Math.max(0, reader.number(FixTag.MSG_SEQ_NUM)));
    if (tag > 0) {
      fields.number(FixTag.REF_TAG_ID, tag);
    }
    if (reader.type() != FixType.NONE) {
      fields.bytes(
          FixTag.REF_MSG_TYPE,
          reader.buffer(),
          reader.offset(FixTag.MSG_TYPE),
          reader.length(FixTag.MSG_TYPE));
    }
    fields.number(FixTag.SESSION_REJECT_REASON, fault.reason());
    fields.text(FixTag.TEXT, detail.isEmpty() ? fault.text() : fault.text() + ": " + detail);
    publish(FixType.REJECT, fields, nowNanos);
  }

  /**
   * Answers the message in hand with a BusinessMessageReject: the session has nothing against it,
   * and the application cannot deal with it.
   *
   * @param reason the number that FIX has for it (380)
   */
  public void rejectBusiness(int reason, String text) {
    fields
        .clear()
        .number(FixTag.REF_SEQ_NUM, reader.number(FixTag.MSG_SEQ_NUM))
        .type(FixTag.REF_MSG_TYPE, reader.type());
    if (reader.has(FixTag.CL_ORD_ID)) {
      fields.text(FixTag.BUSINESS_REJECT_REF_ID, reader.text(FixTag.CL_ORD_ID));
    }
    fields.number(FixTag.BUSINESS_REJECT_REASON, reason).text(FixTag.TEXT, text);
    publish(FixType.BUSINESS_MESSAGE_REJECT, fields, System.nanoTime());
  }

  // The first message.

  private void onFirst(FixFault fault, long nowNanos) {
    if (reader.type() != FixType.LOGON) {
      end(SessionEnd.UNEXPECTED_PACKET, "the first message is not a Logon");
      return;
    }
    if (fault != FixFault.NONE) {
      end(SessionEnd.BAD_PACKET, describe(fault));
      return;
    }
    String client = reader.text(FixTag.SENDER_COMP_ID);
    if (!reader.is(FixTag.TARGET_COMP_ID, compId)) {
      String target = reader.text(FixTag.TARGET_COMP_ID);
      end(
          SessionEnd.NOT_AUTHORISED,
          "TargetCompID '" + target + "', and this is '" + settings.compId() + "'");
      return;
    }
    String username = reader.text(FixTag.USERNAME);
    FixSequences found = directory.find(client, username, reader.text(FixTag.PASSWORD));
    if (found == null) {
      // Without an answer: a number would be used up that belongs to whoever has the password.
      end(SessionEnd.NOT_AUTHORISED, "SenderCompID '" + client + "', Username '" + username + "'");
      return;
    }
    clientCompId = client.getBytes(StandardCharsets.US_ASCII);
    directory.claim(found, this);
    sequences = found;
    sender = new FixSender(output, link, clock, settings.compId(), found);
    onLogon(found, nowNanos);
  }

  private void onLogon(FixSequences from, long nowNanos) {
    String wrong = wrongWithLogon();
    if (!wrong.isEmpty()) {
      countIfExpected(from);
      logout(SessionEnd.BAD_PACKET, wrong, nowNanos);
      return;
    }
    long sequence = reader.number(FixTag.MSG_SEQ_NUM);
    boolean reset = reader.isYes(FixTag.RESET_SEQ_NUM_FLAG);
    if (reset) {
      reset(from);
    }
    if (sequence < from.expected()) {
      logout(SessionEnd.BAD_SEQUENCE, tooLow(sequence, from), nowNanos);
      return;
    }
    countIfExpected(from);
    link.heartbeatSeconds(reader.number(FixTag.HEART_BT_INT));
    if (!answerLogon(reset, nowNanos)) {
      return;
    }
    state = FixState.LOGGED_ON;
    handler.onLoggedOn(this, from);
    if (sequence > from.expected()) {
      requestResend(from, sequence, nowNanos);
    }
  }

  /** What is wrong with a Logon of somebody who may log on; empty if nothing is. */
  private String wrongWithLogon() {
    long sequence = reader.number(FixTag.MSG_SEQ_NUM);
    long heartbeat = reader.number(FixTag.HEART_BT_INT);
    if (sequence < 1) {
      return "MsgSeqNum (34) is missing, or no number from 1 on";
    }
    if (reader.number(FixTag.ENCRYPT_METHOD) != 0) {
      return "EncryptMethod (98) must be 0";
    }
    if (heartbeat < 1 || heartbeat > FixSettings.MAX_HEARTBEAT_SECONDS) {
      return "HeartBtInt (108) must be 1 to " + FixSettings.MAX_HEARTBEAT_SECONDS + " seconds";
    }
    if (reader.isYes(FixTag.RESET_SEQ_NUM_FLAG) && sequence != 1) {
      return "with ResetSeqNumFlag (141) MsgSeqNum (34) must be 1";
    }
    return wrongTime();
  }

  private boolean answerLogon(boolean reset, long nowNanos) {
    fields
        .clear()
        .number(FixTag.ENCRYPT_METHOD, 0)
        .number(FixTag.HEART_BT_INT, reader.number(FixTag.HEART_BT_INT));
    if (reset) {
      fields.yes(FixTag.RESET_SEQ_NUM_FLAG);
    }
    return publish(FixType.LOGON, fields, nowNanos);
  }

  private void reset(FixSequences both) {
    both.reset();
    gap.clear();
    Objects.requireNonNull(sender).restart();
  }

  // All others.

  private void onNext(FixFault fault, long nowNanos) {
    FixSequences from = Objects.requireNonNull(sequences);
    long sequence = reader.number(FixTag.MSG_SEQ_NUM);
    if (sequence < 1) {
      logout(
          SessionEnd.BAD_PACKET,
          "MsgSeqNum (34) is missing, or no number from 1 on"
              + (fault == FixFault.NONE ? "" : "; " + describe(fault)),
          nowNanos);
      return;
    }
    if (fault == FixFault.NONE && isNumberedAnew(from, sequence, nowNanos)) {
      return;
    }
    if (sequence > from.expected()) {
      onEarly(from, sequence, fault, nowNanos);
    } else if (sequence < from.expected()) {
      onLate(from, sequence, nowNanos);
    } else {
      from.expected(sequence + 1);
      onExpected(from, fault, nowNanos);
      gap.advanced(from.expected(), nowNanos);
    }
  }

  /** Two kinds of messages set numbers whatever their own is. */
  private boolean isNumberedAnew(FixSequences from, long sequence, long nowNanos) {
    if (reader.type() == FixType.LOGON && reader.isYes(FixTag.RESET_SEQ_NUM_FLAG)) {
      String wrong = isFromClient() ? wrongWithLogon() : "CompIDs are not those of the first Logon";
      if (!wrong.isEmpty()) {
        logout(SessionEnd.BAD_PACKET, wrong, nowNanos);
        return true;
      }
      reset(from);
      from.expected(sequence + 1);
      link.heartbeatSeconds(reader.number(FixTag.HEART_BT_INT));
      answerLogon(true, nowNanos);
      return true;
    }
    if (reader.type() == FixType.SEQUENCE_RESET
        && !reader.isYes(FixTag.GAP_FILL_FLAG)
        && isFromClient()) {
      long next = reader.number(FixTag.NEW_SEQ_NO);
      if (next < from.expected()) {
        reject(
            FixFault.INCORRECT_VALUE, FixTag.NEW_SEQ_NO, "expecting " + from.expected() + " next");
      } else {
        from.expected(next);
        gap.advanced(next, nowNanos);
      }
      return true;
    }
    return false;
  }

  /** Messages are missing: asks for them, and drops this one, for it will come again. */
  private void onEarly(FixSequences from, long sequence, FixFault fault, long nowNanos) {
    if (fault == FixFault.NONE && isFromClient()) {
      // These two are answered all the same: each side would wait for the other.
      switch (reader.type()) {
        case FixType.LOGOUT -> {
          onLogout(nowNanos);
          return;
        }
        case FixType.RESEND_REQUEST -> onResendRequest(nowNanos);
        default -> {}
      }
    }
    if (state != FixState.ENDED) {
      requestResend(from, sequence, nowNanos);
    }
  }

  private void requestResend(FixSequences from, long sequence, long nowNanos) {
    if (gap.isOpen()) {
      return; // all of it is asked for already
    }
    gap.open(sequence, nowNanos);
    fields
        .clear()
        .number(FixTag.BEGIN_SEQ_NO, from.expected())
        .number(FixTag.END_SEQ_NO, 0); // and all that follow
    publish(FixType.RESEND_REQUEST, fields, nowNanos);
  }

  private void onLate(FixSequences from, long sequence, long nowNanos) {
    if (!reader.isYes(FixTag.POSS_DUP_FLAG)) {
      logout(SessionEnd.BAD_SEQUENCE, tooLow(sequence, from), nowNanos);
    } else if (!reader.has(FixTag.ORIG_SENDING_TIME) && reader.type() != FixType.SEQUENCE_RESET) {
      reject(FixFault.MISSING, FixTag.ORIG_SENDING_TIME, "with PossDupFlag (43)");
    }
    // Otherwise it has been here, and is not looked at again.
  }

  private void onExpected(FixSequences from, FixFault fault, long nowNanos) {
    if (fault != FixFault.NONE) {
      reject(fault, reader.faultTag(), "");
      return;
    }
    if (!isFromClient()) {
      String detail = "this is the session of '" + clientCompId() + "'";
      reject(FixFault.COMP_ID, 0, detail);
      logout(SessionEnd.BAD_PACKET, FixFault.COMP_ID.text() + ": " + detail, nowNanos);
      return;
    }
    String wrong = wrongTime();
    if (!wrong.isEmpty()) {
      reject(FixFault.SENDING_TIME, FixTag.SENDING_TIME, wrong);
      logout(SessionEnd.BAD_PACKET, wrong, nowNanos);
      return;
    }
    switch (reader.type()) {
      case FixType.HEARTBEAT, FixType.REJECT -> {} // the link has noted it
      case FixType.TEST_REQUEST -> onTestRequest(nowNanos);
      case FixType.RESEND_REQUEST -> onResendRequest(nowNanos);
      case FixType.SEQUENCE_RESET -> onGapFill(from);
      case FixType.LOGOUT -> onLogout(nowNanos);
      case FixType.LOGON -> logout(SessionEnd.UNEXPECTED_PACKET, "second Logon", nowNanos);
      default -> {
        if (state == FixState.LOGGED_ON) {
          handler.onMessage(this, reader);
        } // else it is too late to be answered
      }
    }
  }

  private void onTestRequest(long nowNanos) {
    int length = reader.length(FixTag.TEST_REQ_ID);
    if (length == 0) {
      reject(FixFault.MISSING, FixTag.TEST_REQ_ID, "");
    } else if (length > FixWriter.LONGEST_TEXT) {
      reject(FixFault.INCORRECT_VALUE, FixTag.TEST_REQ_ID, "too long");
    } else {
      fields
          .clear()
          .bytes(FixTag.TEST_REQ_ID, reader.buffer(), reader.offset(FixTag.TEST_REQ_ID), length);
      publish(FixType.HEARTBEAT, fields, nowNanos);
    }
  }

  private void onResendRequest(long nowNanos) {
    FixSender through = Objects.requireNonNull(sender);
    long begin = reader.number(FixTag.BEGIN_SEQ_NO);
    long end = reader.number(FixTag.END_SEQ_NO);
    long last = through.lastSent();
    if (begin < 1 || begin > last) {
      reject(FixFault.INCORRECT_VALUE, FixTag.BEGIN_SEQ_NO, "1 to " + last + " have been sent");
    } else if (end != 0 && end < begin) {
      reject(FixFault.INCORRECT_VALUE, FixTag.END_SEQ_NO, "0, or not less than BeginSeqNo");
    } else {
      through.resend(begin, end == 0 ? last : Math.min(end, last));
      through.drain(nowNanos);
    }
  }

  private void onGapFill(FixSequences from) {
    long next = reader.number(FixTag.NEW_SEQ_NO);
    if (next < from.expected()) {
      reject(FixFault.INCORRECT_VALUE, FixTag.NEW_SEQ_NO, "it must be more than MsgSeqNum");
    } else {
      from.expected(next);
    }
  }

  private void onLogout(long nowNanos) {
    if (state == FixState.LOGGING_OUT) {
      end(SessionEnd.END_OF_SESSION, "");
      return;
    }
    publish(FixType.LOGOUT, fields.clear(), nowNanos);
    end(SessionEnd.LOGOUT, reader.text(FixTag.TEXT));
  }

  private boolean isFromClient() {
    return reader.is(FixTag.SENDER_COMP_ID, clientCompId)
        && reader.is(FixTag.TARGET_COMP_ID, compId);
  }

  private void countIfExpected(FixSequences from) {
    if (reader.number(FixTag.MSG_SEQ_NUM) == from.expected()) {
      from.expected(from.expected() + 1);
    }
  }

  /** What is wrong with SendingTime; empty if nothing is. */
  private String wrongTime() {
    long sent = reader.time(FixTag.SENDING_TIME);
    if (sent == UtcTimestamp.INVALID) {
      return "SendingTime (52) is missing, or not YYYYMMDD-HH:MM:SS with or without a fraction";
    }
    long now = clock.getAsLong();
    long off = Math.abs(sent - now);
    return off <= FixSettings.ACCURACY_MILLIS
        ? ""
        : "SendingTime (52) is "
            + off / 1000
            + " s away from the clock here; set the clocks, "
            + FixSettings.ACCURACY_MILLIS / 1000
            + " s are allowed";
  }

  private static String tooLow(long sequence, FixSequences from) {
    return "MsgSeqNum too low, expecting " + from.expected() + " but received " + sequence;
  }

  private String describe(FixFault fault) {
    return fault.text() + (reader.faultTag() == 0 ? "" : ", tag " + reader.faultTag());
  }

  private void tick(long nowNanos) {
    if (output.isGone()) {
      return; // why that is comes next: neither silence nor a full output is the cause
    }
    if (link.isLost(nowNanos)) {
      logout(SessionEnd.LINK_LOST, "no answer to a TestRequest", nowNanos);
    } else if (link.isPeerNotReading(nowNanos, settings.notReadingNanos())) {
      long backlog = Objects.requireNonNull(sender).backlog();
      end(SessionEnd.NOT_READING, backlog + " messages behind");
    } else if (gap.isOver(nowNanos, Math.max(2 * link.patienceNanos(), FixSettings.GAP_NANOS))) {
      logout(SessionEnd.SEQUENCE_GAP, "no answer to a ResendRequest", nowNanos);
    } else if (link.takeTestDue(nowNanos)) {
      fields.clear().number(FixTag.TEST_REQ_ID, clock.getAsLong());
      publish(FixType.TEST_REQUEST, fields, nowNanos);
    } else if (link.isHeartbeatDue(nowNanos)) {
      publish(FixType.HEARTBEAT, fields.clear(), nowNanos);
    }
  }

  private void drain(long nowNanos) {
    if (sender != null && state != FixState.ENDED) {
      sender.drain(nowNanos);
    }
  }
}
