package dev.ioserver.examples.gateway.soup;

import dev.ioserver.examples.gateway.session.LinkClock;
import java.nio.ByteBuffer;

/**
 * The client's side of a SoupBinTCP session, over as many connections as it takes.
 *
 * <p>It remembers the session's name and the number of the next message. On every connection it
 * asks for exactly the rest, so each message reaches the handler once and in order, however often
 * the link breaks. A message counts as seen once the handler has returned from it. Should the
 * server start earlier, the messages already seen are skipped; should it start later, the
 * connection ends with {@link SessionEnd#SEQUENCE_GAP}.
 *
 * <p>Times are those of {@link System#nanoTime}. Belongs to one thread. Allocates at login and at
 * the end of a connection, not in between.
 */
public final class SoupClientSession {

  private final SoupOutput output;
  private final SoupClientHandler handler;
  private final String username;
  private final String password;
  private final SoupTimeouts timeouts;
  private final LinkClock clock = new LinkClock();
  private final SoupDecoder decoder = new SoupDecoder();
  private final ByteBuffer scratch;

  private SoupClientState state = SoupClientState.DISCONNECTED;
  private long connectedNanos;
  private String session = "";
  private long nextExpected;
  private long streamSequence;

  /**
   * Creates a session that is not connected yet.
   *
   * @param firstSequence the first message wanted: 1 for all of them, 0 for new ones only
   * @param maxMessageLength the longest message that {@link #send} will be given, in bytes
   */
  public SoupClientSession(
      SoupOutput output,
      SoupClientHandler handler,
      String username,
      String password,
      SoupTimeouts timeouts,
      long firstSequence,
      int maxMessageLength) {
    this.output = output;
    this.handler = handler;
    this.username = username;
    this.password = password;
    this.timeouts = timeouts;
    this.nextExpected = firstSequence;
    scratch =
        ByteBuffer.allocate(
            Math.max(
                SoupPacket.LOGIN_REQUEST_LENGTH, SoupPacket.PAYLOAD_OFFSET + maxMessageLength));
  }

  /** Returns the state. */
  public SoupClientState state() {
    return state;
  }

  /** Returns the name of the session; empty before the first login. */
  public String session() {
    return session;
  }

  /** Returns the number of the next message to see; 0 if only new ones are wanted and none came. */
  public long nextExpected() {
    return nextExpected;
  }

  /** Logs in on a new connection, for the first time or to resume. */
  public void onConnected(long nowNanos) {
    if (state != SoupClientState.DISCONNECTED) {
      throw new IllegalStateException("connected in state " + state);
    }
    state = SoupClientState.AWAITING_REPLY;
    connectedNanos = nowNanos;
    clock.start(nowNanos);
    int length = SoupEncoder.loginRequest(scratch, 0, username, password, session, nextExpected);
    if (!sendScratch(length, nowNanos) && !output.isGone()) {
      end(SessionEnd.NOT_READING, "no room for the login request");
    }
  }

  /** Takes in one packet body, type and payload. */
  public void onPacket(ByteBuffer buffer, int offset, int length, long nowNanos) {
    if (state == SoupClientState.DISCONNECTED) {
      return; // it was already on its way when the connection was given up
    }
    clock.received(nowNanos);
    SoupFault fault = decoder.wrap(buffer, offset, length, SoupSide.SERVER);
    if (fault != SoupFault.NONE) {
      end(SessionEnd.BAD_PACKET, decoder.describe() + ": " + fault.text());
      return;
    }
    switch (decoder.type()) {
      case SoupPacket.LOGIN_ACCEPTED -> onLoginAccepted();
      case SoupPacket.LOGIN_REJECTED -> onLoginRejected();
      case SoupPacket.SEQUENCED_DATA -> onSequencedData(buffer);
      case SoupPacket.END_OF_SESSION -> end(SessionEnd.END_OF_SESSION, "");
      case SoupPacket.SERVER_HEARTBEAT, SoupPacket.DEBUG -> {} // the clock has noted it
      default -> throw new AssertionError(decoder.describe());
    }
  }

  /**
   * Sends one message, unsequenced.
   *
   * @return whether the output took it; false also when not logged in
   * @throws IllegalArgumentException if it is empty or longer than the constructor was told
   */
  public boolean send(ByteBuffer message, int offset, int length, long nowNanos) {
    if (length < 1 || length > scratch.capacity() - SoupPacket.PAYLOAD_OFFSET) {
      throw new IllegalArgumentException("message of " + length + " bytes");
    }
    if (state != SoupClientState.LOGGED_IN) {
      return false;
    }
    int packet = SoupEncoder.data(scratch, 0, SoupPacket.UNSEQUENCED_DATA, message, offset, length);
    return sendScratch(packet, nowNanos);
  }

  /** Notes that the output has room again after a refusal; refused messages are the caller's. */
  public void onWritable() {
    clock.unblocked();
  }

  /** Does what is due by the clock. May be called at any time and as often as one likes. */
  public void onTick(long nowNanos) {
    switch (state) {
      case DISCONNECTED -> {} // nothing is due
      case AWAITING_REPLY -> {
        if (nowNanos - connectedNanos >= timeouts.loginNanos()) {
          end(SessionEnd.LOGIN_TIMEOUT, "");
        }
      }
      case LOGGED_IN -> tick(nowNanos);
    }
  }

  /** Returns when {@link #onTick} is next needed; of no meaning while disconnected. */
  public long nextDeadlineNanos() {
    return state == SoupClientState.AWAITING_REPLY
        ? connectedNanos + timeouts.loginNanos()
        : clock.nextDeadlineNanos(timeouts.heartbeatNanos(), timeouts.silenceNanos());
  }

  /** Logs out, if logged in, and ends the connection. */
  public void logout(long nowNanos) {
    boolean sent =
        state == SoupClientState.LOGGED_IN
            && sendScratch(SoupEncoder.empty(scratch, 0, SoupPacket.LOGOUT_REQUEST), nowNanos);
    end(SessionEnd.LOGOUT, sent ? "" : "logout request not sent");
  }

  /** Ends the connection because it is gone. */
  public void onDisconnected(String detail) {
    end(SessionEnd.DISCONNECTED, detail);
  }

  private void end(SessionEnd reason, String detail) {
    if (state == SoupClientState.DISCONNECTED) {
      return;
    }
    state = SoupClientState.DISCONNECTED;
    handler.onEnded(this, reason, detail);
  }

  private void onLoginAccepted() {
    if (state != SoupClientState.AWAITING_REPLY) {
      end(SessionEnd.UNEXPECTED_PACKET, "second login acceptance");
      return;
    }
    long next = decoder.nextSequence();
    if (nextExpected != 0 && next > nextExpected) {
      end(SessionEnd.SEQUENCE_GAP, "expected " + nextExpected + ", server goes on with " + next);
      return;
    }
    session = decoder.acceptedSession();
    streamSequence = next;
    if (nextExpected == 0) {
      nextExpected = next;
    }
    state = SoupClientState.LOGGED_IN;
    handler.onLoggedIn(this, session, next);
  }

  private void onLoginRejected() {
    if (state != SoupClientState.AWAITING_REPLY) {
      end(SessionEnd.UNEXPECTED_PACKET, "login rejection after the login");
      return;
    }
    switch (decoder.rejectReason()) {
      case SoupPacket.NOT_AUTHORISED -> end(SessionEnd.NOT_AUTHORISED, "user '" + username + "'");
      case SoupPacket.SESSION_NOT_AVAILABLE ->
          end(SessionEnd.SESSION_NOT_AVAILABLE, "session '" + session + "' from " + nextExpected);
      default -> end(SessionEnd.BAD_PACKET, "login rejected with unknown reason");
    }
  }

  private void onSequencedData(ByteBuffer buffer) {
    if (state != SoupClientState.LOGGED_IN) {
      end(SessionEnd.UNEXPECTED_PACKET, "message before the login");
      return;
    }
    long sequence = streamSequence++;
    if (sequence < nextExpected) {
      return; // seen on an earlier connection
    }
    handler.onMessage(this, sequence, buffer, decoder.payloadOffset(), decoder.payloadLength());
    nextExpected = sequence + 1;
  }

  private void tick(long nowNanos) {
    if (output.isGone()) {
      return; // why that is comes next
    }
    if (clock.isSilent(nowNanos, timeouts.silenceNanos())) {
      end(SessionEnd.LINK_LOST, "");
    } else if (clock.isPeerNotReading(nowNanos, timeouts.silenceNanos())) {
      end(SessionEnd.NOT_READING, "");
    } else if (clock.isHeartbeatDue(nowNanos, timeouts.heartbeatNanos())) {
      sendScratch(SoupEncoder.empty(scratch, 0, SoupPacket.CLIENT_HEARTBEAT), nowNanos);
    }
  }

  private boolean sendScratch(int length, long nowNanos) {
    boolean taken = output.send(scratch, 0, length);
    if (taken) {
      clock.sent(nowNanos);
    } else {
      clock.refused(nowNanos);
    }
    return taken;
  }
}
