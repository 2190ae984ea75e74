package dev.ioserver.examples.gateway.soup;

import dev.ioserver.examples.gateway.session.LinkClock;
import dev.ioserver.examples.gateway.session.MessageLog;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one SoupBinTCP connection, from its acceptance to its end.
 *
 * <p>Feed it every packet ({@link #onPacket}), the clock ({@link #onTick}, no later than {@link
 * #nextDeadlineNanos}), and tell it when its output has room again ({@link #onWritable}). Messages
 * to the client go through {@link #publish}, or are appended to the store directly, followed by
 * {@link #onAppended}. A client that reads slowly costs no memory beyond the store: the session
 * keeps its place there and goes on when the output takes more.
 *
 * <p>A login is accepted if the credentials are right, the requested session is the user's current
 * one (or blank), and the requested sequence number is not beyond the next message. A number from
 * the future is answered with reason {@code S}: that part of the session is not available.
 *
 * <p>Times are those of {@link System#nanoTime}. Belongs to one thread. Allocates at login and at
 * the end, not in between.
 */
public final class SoupServerSession {

  private final SoupOutput output;
  private final SoupServerHandler handler;
  private final CredentialsChecker credentials;
  private final SessionDirectory directory;
  private final SoupTimeouts timeouts;
  private final LinkClock clock = new LinkClock();
  private final long openedNanos;
  private final SoupDecoder decoder = new SoupDecoder();
  private final ByteBuffer control = ByteBuffer.allocate(SoupPacket.LOGIN_ACCEPTED_LENGTH);

  private SoupServerState state = SoupServerState.AWAITING_LOGIN;
  private String username = "";
  private @Nullable SequencedStore store;
  private MessageLog.@Nullable Cursor cursor;

  /**
   * Creates the session of a connection that was just accepted.
   *
   * @param nowNanos the time of the acceptance, from which the login timeout counts
   */
  public SoupServerSession(
      SoupOutput output,
      SoupServerHandler handler,
      CredentialsChecker credentials,
      SessionDirectory directory,
      SoupTimeouts timeouts,
      long nowNanos) {
    this.output = output;
    this.handler = handler;
    this.credentials = credentials;
    this.directory = directory;
    this.timeouts = timeouts;
    this.openedNanos = nowNanos;
    clock.start(nowNanos);
  }

  /** Returns the state. */
  public SoupServerState state() {
    return state;
  }

  /** Returns the user that logged in, or tries to; empty before that. */
  public String username() {
    return username;
  }

  /** Returns how many messages of the store the output has not taken yet. */
  public long backlog() {
    return cursor == null ? 0 : cursor.remaining();
  }

  /** Takes in one packet body, type and payload. */
  public void onPacket(ByteBuffer buffer, int offset, int length, long nowNanos) {
    if (state == SoupServerState.ENDED) {
      return; // it was already on its way when the session ended
    }
    clock.received(nowNanos);
    SoupFault fault = decoder.wrap(buffer, offset, length, SoupSide.CLIENT);
    if (fault != SoupFault.NONE) {
      end(SessionEnd.BAD_PACKET, decoder.describe() + ": " + fault.text());
      return;
    }
    switch (decoder.type()) {
      case SoupPacket.LOGIN_REQUEST -> onLoginRequest(nowNanos);
      case SoupPacket.UNSEQUENCED_DATA -> onUnsequencedData(buffer);
      case SoupPacket.LOGOUT_REQUEST -> end(SessionEnd.LOGOUT, "");
      case SoupPacket.CLIENT_HEARTBEAT, SoupPacket.DEBUG -> {} // the clock has noted it
      default -> throw new AssertionError(decoder.describe());
    }
  }

  /**
   * Appends a message to the store and sends it as soon as the output takes it. A full store ends
   * the session.
   *
   * @return whether the message was stored
   * @throws IllegalStateException if nobody has logged in
   */
  public boolean publish(ByteBuffer message, int offset, int length, long nowNanos) {
    if (store == null || state != SoupServerState.LOGGED_IN) {
      throw new IllegalStateException("no message can be published in state " + state);
    }
    if (store.append(message, offset, length) == SequencedStore.FULL) {
      end(SessionEnd.STORE_FULL, "at message " + store.nextSequence());
      return false;
    }
    drain(nowNanos);
    return true;
  }

  /** Sends what was appended to the store since the last call. */
  public void onAppended(long nowNanos) {
    drain(nowNanos);
  }

  /** Goes on sending: the output has room again after a refusal. */
  public void onWritable(long nowNanos) {
    clock.unblocked();
    drain(nowNanos);
  }

  /** Does what is due by the clock. May be called at any time and as often as one likes. */
  public void onTick(long nowNanos) {
    switch (state) {
      case AWAITING_LOGIN -> {
        if (nowNanos - openedNanos >= timeouts.loginNanos()) {
          end(SessionEnd.LOGIN_TIMEOUT, "");
        }
      }
      case LOGGED_IN, FINISHING -> tick(nowNanos);
      case ENDED -> {} // nothing is due any more
    }
  }

  /** Returns when {@link #onTick} is next needed; of no meaning once the session has ended. */
  public long nextDeadlineNanos() {
    return state == SoupServerState.AWAITING_LOGIN
        ? openedNanos + timeouts.loginNanos()
        : clock.nextDeadlineNanos(timeouts.heartbeatNanos(), timeouts.silenceNanos());
  }

  /** Sends the rest of the store and the end-of-session packet, then ends. */
  public void endOfSession(long nowNanos) {
    switch (state) {
      case AWAITING_LOGIN -> end(SessionEnd.END_OF_SESSION, "before the login");
      case LOGGED_IN -> {
        state = SoupServerState.FINISHING;
        drain(nowNanos);
      }
      case FINISHING, ENDED -> {} // already on its way
    }
  }

  /** Ends the session because its connection is gone. */
  public void onDisconnected(String detail) {
    end(SessionEnd.DISCONNECTED, detail);
  }

  /**
   * Ends the session at once, without another packet. Does nothing if it has ended.
   *
   * @param detail what exactly happened, for a log; may be empty
   */
  public void end(SessionEnd reason, String detail) {
    if (state == SoupServerState.ENDED) {
      return;
    }
    state = SoupServerState.ENDED;
    if (store != null) {
      directory.release(store, this);
    }
    handler.onEnded(this, reason, detail);
  }

  private void onLoginRequest(long nowNanos) {
    if (state != SoupServerState.AWAITING_LOGIN) {
      end(SessionEnd.UNEXPECTED_PACKET, "second login request");
      return;
    }
    username = decoder.username();
    if (!credentials.check(username, decoder.password())) {
      reject(SoupPacket.NOT_AUTHORISED, SessionEnd.NOT_AUTHORISED, "user '" + username + "'");
      return;
    }
    String session = decoder.requestedSession();
    SequencedStore found = directory.find(username, session);
    if (found == null) {
      rejectSession(
          SessionEnd.SESSION_NOT_AVAILABLE, "user '" + username + "', session '" + session + "'");
      return;
    }
    long requested = decoder.requestedSequence();
    if (requested > found.nextSequence()) {
      rejectSession(
          SessionEnd.SEQUENCE_FROM_THE_FUTURE,
          "requested " + requested + ", next is " + found.nextSequence());
      return;
    }
    if (!directory.claim(found, this)) {
      rejectSession(SessionEnd.SESSION_NOT_AVAILABLE, "in use, user '" + username + "'");
      return;
    }
    accept(found, requested == 0 ? found.nextSequence() : requested, nowNanos);
  }

  private void accept(SequencedStore claimed, long sequence, long nowNanos) {
    store = claimed;
    cursor = claimed.cursor(sequence);
    state = SoupServerState.LOGGED_IN;
    int length = SoupEncoder.loginAccepted(control, 0, claimed.session(), sequence);
    if (!sendControl(length, nowNanos) && !output.isGone()) {
      end(SessionEnd.NOT_READING, "no room for the answer to the login");
      return;
    }
    handler.onLoggedIn(this, username, claimed);
    drain(nowNanos);
  }

  private void rejectSession(SessionEnd end, String detail) {
    reject(SoupPacket.SESSION_NOT_AVAILABLE, end, detail);
  }

  private void reject(byte reason, SessionEnd end, String detail) {
    int length = SoupEncoder.loginRejected(control, 0, reason);
    boolean sent = output.send(control, 0, length);
    // The reason stays the login: it came before whatever has become of the connection since.
    end(end, sent ? detail : detail + ", rejection not sent");
  }

  private void onUnsequencedData(ByteBuffer buffer) {
    switch (state) {
      case AWAITING_LOGIN -> end(SessionEnd.UNEXPECTED_PACKET, "message before the login");
      case LOGGED_IN ->
          handler.onMessage(this, buffer, decoder.payloadOffset(), decoder.payloadLength());
      case FINISHING, ENDED -> {} // too late to be answered
    }
  }

  private void tick(long nowNanos) {
    if (output.isGone()) {
      return; // why that is comes next: neither silence nor a full output is the cause
    }
    if (clock.isSilent(nowNanos, timeouts.silenceNanos())) {
      end(SessionEnd.LINK_LOST, "");
    } else if (clock.isPeerNotReading(nowNanos, timeouts.silenceNanos())) {
      end(SessionEnd.NOT_READING, backlog() + " messages behind");
    } else if (clock.isHeartbeatDue(nowNanos, timeouts.heartbeatNanos())) {
      heartbeat(nowNanos);
    }
  }

  private void heartbeat(long nowNanos) {
    if (backlog() > 0 || state == SoupServerState.FINISHING) {
      drain(nowNanos);
    } else {
      sendEmpty(SoupPacket.SERVER_HEARTBEAT, nowNanos);
    }
  }

  private void drain(long nowNanos) {
    if (state != SoupServerState.LOGGED_IN && state != SoupServerState.FINISHING) {
      return; // nobody to send to
    }
    MessageLog.Cursor next = Objects.requireNonNull(cursor);
    while (next.hasNext()) {
      if (!send(next.buffer(), next.offset(), next.length(), nowNanos)) {
        return;
      }
      next.advance();
    }
    if (state == SoupServerState.FINISHING && sendEmpty(SoupPacket.END_OF_SESSION, nowNanos)) {
      end(SessionEnd.END_OF_SESSION, "");
    }
  }

  private boolean sendEmpty(byte type, long nowNanos) {
    return sendControl(SoupEncoder.empty(control, 0, type), nowNanos);
  }

  private boolean sendControl(int length, long nowNanos) {
    return send(control, 0, length, nowNanos);
  }

  private boolean send(ByteBuffer buffer, int offset, int length, long nowNanos) {
    boolean taken = output.send(buffer, offset, length);
    if (taken) {
      clock.sent(nowNanos);
    } else {
      clock.refused(nowNanos);
    }
    return taken;
  }
}
