package dev.ioserver.examples.gateway.soup;

import static dev.ioserver.examples.gateway.soup.SoupPacket.ACCEPTED_SEQUENCE_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.ACCEPTED_SESSION_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.EMPTY_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_ACCEPTED;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_ACCEPTED_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_PASSWORD_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_REJECTED;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_REJECTED_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_REQUEST;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_REQUEST_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_SEQUENCE_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_SESSION_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGIN_USERNAME_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.PASSWORD_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.PAYLOAD_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.REJECTED_REASON_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.SEQUENCE_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.SESSION_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.USERNAME_LENGTH;

import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;

/**
 * Writes packet bodies (type and payload, no length prefix) at an absolute offset.
 *
 * <p>Each method returns the length of the body in bytes and leaves the buffer's position and limit
 * alone. Allocates nothing. Stateless and safe for any thread, as far as the buffer is.
 */
public final class SoupEncoder {

  private SoupEncoder() {}

  /**
   * Writes a login request.
   *
   * @param session the session to join; blank for the current one
   * @param sequence the number of the first message wanted; 0 for new messages only
   * @throws IllegalArgumentException if a text is too long or the number negative
   */
  public static int loginRequest(
      ByteBuffer buffer,
      int offset,
      CharSequence username,
      CharSequence password,
      CharSequence session,
      long sequence) {
    buffer.put(offset, LOGIN_REQUEST);
    Ascii.putLeft(buffer, offset + LOGIN_USERNAME_OFFSET, USERNAME_LENGTH, username);
    Ascii.putLeft(buffer, offset + LOGIN_PASSWORD_OFFSET, PASSWORD_LENGTH, password);
    Ascii.putRight(buffer, offset + LOGIN_SESSION_OFFSET, SESSION_LENGTH, session);
    Ascii.putNumber(buffer, offset + LOGIN_SEQUENCE_OFFSET, SEQUENCE_LENGTH, sequence);
    return LOGIN_REQUEST_LENGTH;
  }

  /**
   * Writes a login acceptance.
   *
   * @param nextSequence the number of the next sequenced message on this connection, from 1
   */
  public static int loginAccepted(
      ByteBuffer buffer, int offset, CharSequence session, long nextSequence) {
    buffer.put(offset, LOGIN_ACCEPTED);
    Ascii.putRight(buffer, offset + ACCEPTED_SESSION_OFFSET, SESSION_LENGTH, session);
    Ascii.putNumber(buffer, offset + ACCEPTED_SEQUENCE_OFFSET, SEQUENCE_LENGTH, nextSequence);
    return LOGIN_ACCEPTED_LENGTH;
  }

  /**
   * Writes a login rejection.
   *
   * @param reason {@link SoupPacket#NOT_AUTHORISED} or {@link SoupPacket#SESSION_NOT_AVAILABLE}
   */
  public static int loginRejected(ByteBuffer buffer, int offset, byte reason) {
    buffer.put(offset, LOGIN_REJECTED);
    buffer.put(offset + REJECTED_REASON_OFFSET, reason);
    return LOGIN_REJECTED_LENGTH;
  }

  /** Writes a packet without payload: a heartbeat, logout request or end of session. */
  public static int empty(ByteBuffer buffer, int offset, byte type) {
    buffer.put(offset, type);
    return EMPTY_LENGTH;
  }

  /**
   * Writes a packet around one message: sequenced data, unsequenced data or debug text.
   *
   * @param message the buffer that holds the message, at an absolute offset
   */
  public static int data(
      ByteBuffer buffer,
      int offset,
      byte type,
      ByteBuffer message,
      int messageOffset,
      int messageLength) {
    buffer.put(offset, type);
    buffer.put(offset + PAYLOAD_OFFSET, message, messageOffset, messageLength);
    return PAYLOAD_OFFSET + messageLength;
  }
}
