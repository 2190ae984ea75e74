package dev.ioserver.examples.gateway.soup;

import static dev.ioserver.examples.gateway.soup.SoupPacket.ACCEPTED_SEQUENCE_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.ACCEPTED_SESSION_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.CLIENT_HEARTBEAT;
import static dev.ioserver.examples.gateway.soup.SoupPacket.DEBUG;
import static dev.ioserver.examples.gateway.soup.SoupPacket.EMPTY_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.END_OF_SESSION;
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
import static dev.ioserver.examples.gateway.soup.SoupPacket.LOGOUT_REQUEST;
import static dev.ioserver.examples.gateway.soup.SoupPacket.PASSWORD_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.PAYLOAD_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.REJECTED_REASON_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.SEQUENCED_DATA;
import static dev.ioserver.examples.gateway.soup.SoupPacket.SEQUENCE_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.SERVER_HEARTBEAT;
import static dev.ioserver.examples.gateway.soup.SoupPacket.SESSION_LENGTH;
import static dev.ioserver.examples.gateway.soup.SoupPacket.TYPE_OFFSET;
import static dev.ioserver.examples.gateway.soup.SoupPacket.UNSEQUENCED_DATA;
import static dev.ioserver.examples.gateway.soup.SoupPacket.USERNAME_LENGTH;

import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A flyweight over one packet body: {@link #wrap}, look at the {@link SoupFault} it returns, then
 * read.
 *
 * <p>The fields of a type may be read only after {@code wrap} returned {@link SoupFault#NONE} for a
 * packet of that type. Methods that return a {@link String} allocate, nothing else does. Belongs to
 * one thread.
 */
public final class SoupDecoder {

  private @Nullable ByteBuffer buffer;
  private int offset;
  private int length;

  /** Creates a flyweight that is nowhere yet. */
  public SoupDecoder() {}

  /**
   * Looks at a packet body.
   *
   * @param length of type and payload, in bytes
   * @param sender the side that the packet comes from
   * @return what is wrong with the packet, {@link SoupFault#NONE} if nothing is
   */
  public SoupFault wrap(ByteBuffer buffer, int offset, int length, SoupSide sender) {
    this.buffer = buffer;
    this.offset = offset;
    this.length = length;
    return length == 0 ? SoupFault.EMPTY : check(sender);
  }

  /** Returns the packet's type, one of the constants of {@link SoupPacket}. */
  public byte type() {
    return buffer().get(offset + TYPE_OFFSET);
  }

  /** Returns the position of the payload in the wrapped buffer. */
  public int payloadOffset() {
    return offset + PAYLOAD_OFFSET;
  }

  /** Returns the length of the payload in bytes. */
  public int payloadLength() {
    return length - PAYLOAD_OFFSET;
  }

  /** Returns the user of a login request. */
  public String username() {
    return text(LOGIN_USERNAME_OFFSET, USERNAME_LENGTH);
  }

  /** Returns the password of a login request. */
  public String password() {
    return text(LOGIN_PASSWORD_OFFSET, PASSWORD_LENGTH);
  }

  /** Returns the session that a login request asks for; empty for the current one. */
  public String requestedSession() {
    return text(LOGIN_SESSION_OFFSET, SESSION_LENGTH);
  }

  /** Returns the first message that a login request asks for; 0 for new messages only. */
  public long requestedSequence() {
    return number(LOGIN_SEQUENCE_OFFSET);
  }

  /** Returns the session of a login acceptance. */
  public String acceptedSession() {
    return text(ACCEPTED_SESSION_OFFSET, SESSION_LENGTH);
  }

  /** Returns the number of the message that follows a login acceptance. */
  public long nextSequence() {
    return number(ACCEPTED_SEQUENCE_OFFSET);
  }

  /** Returns the reason of a login rejection. */
  public byte rejectReason() {
    return buffer().get(offset + REJECTED_REASON_OFFSET);
  }

  /** Returns type and length in words, for a log. */
  public String describe() {
    if (length == 0) {
      return "packet of 0 bytes";
    }
    byte type = type();
    String name =
        Ascii.isPrintable(type) ? "'" + (char) type + "'" : String.format("0x%02X", type & 0xFF);
    return "packet of type " + name + " and " + length + " bytes";
  }

  private SoupFault check(SoupSide sender) {
    return switch (type()) {
      case DEBUG -> SoupFault.NONE;
      case LOGIN_REQUEST -> from(SoupSide.CLIENT, sender, checkLoginRequest());
      case UNSEQUENCED_DATA -> from(SoupSide.CLIENT, sender, checkMessage());
      case CLIENT_HEARTBEAT, LOGOUT_REQUEST ->
          from(SoupSide.CLIENT, sender, checkLength(EMPTY_LENGTH));
      case LOGIN_ACCEPTED -> from(SoupSide.SERVER, sender, checkLoginAccepted());
      case LOGIN_REJECTED -> from(SoupSide.SERVER, sender, checkLength(LOGIN_REJECTED_LENGTH));
      case SEQUENCED_DATA -> from(SoupSide.SERVER, sender, checkMessage());
      case SERVER_HEARTBEAT, END_OF_SESSION ->
          from(SoupSide.SERVER, sender, checkLength(EMPTY_LENGTH));
      default -> SoupFault.UNKNOWN_TYPE;
    };
  }

  private static SoupFault from(SoupSide owner, SoupSide sender, SoupFault fault) {
    return owner == sender ? fault : SoupFault.WRONG_SIDE;
  }

  private SoupFault checkLoginRequest() {
    SoupFault fault = checkLength(LOGIN_REQUEST_LENGTH);
    return fault == SoupFault.NONE
        ? checkText(LOGIN_USERNAME_OFFSET, LOGIN_SEQUENCE_OFFSET)
        : fault;
  }

  private SoupFault checkLoginAccepted() {
    SoupFault fault = checkLength(LOGIN_ACCEPTED_LENGTH);
    return fault == SoupFault.NONE
        ? checkText(ACCEPTED_SESSION_OFFSET, ACCEPTED_SEQUENCE_OFFSET)
        : fault;
  }

  /** Checks text up to {@code sequence}, and the sequence number that starts there. */
  private SoupFault checkText(int text, int sequence) {
    if (!Ascii.isPrintable(buffer(), offset + text, sequence - text)) {
      return SoupFault.NOT_ASCII;
    }
    return number(sequence) == Ascii.NOT_A_NUMBER ? SoupFault.BAD_NUMBER : SoupFault.NONE;
  }

  /**
   * A message has at least a type of its own; its upper bound is what the length prefix can say.
   */
  private SoupFault checkMessage() {
    return length == PAYLOAD_OFFSET ? SoupFault.TOO_SHORT : SoupFault.NONE;
  }

  private SoupFault checkLength(int expected) {
    if (length == expected) {
      return SoupFault.NONE;
    }
    return length < expected ? SoupFault.TOO_SHORT : SoupFault.TOO_LONG;
  }

  private String text(int field, int fieldLength) {
    return Ascii.getTrimmed(buffer(), offset + field, fieldLength);
  }

  private long number(int field) {
    return Ascii.parseNumber(buffer(), offset + field, SEQUENCE_LENGTH);
  }

  private ByteBuffer buffer() {
    return Objects.requireNonNull(buffer, "nothing wrapped");
  }
}
