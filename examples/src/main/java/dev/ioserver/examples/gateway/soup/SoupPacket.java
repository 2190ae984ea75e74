package dev.ioserver.examples.gateway.soup;

/**
 * The packet types of SoupBinTCP 3.00 and the layout of their bodies.
 *
 * <p>Offsets and lengths are in bytes and count from the type byte, which is at 0. Text is ASCII
 * padded with spaces.
 */
public final class SoupPacket {

  /** Debug text from either side, to be ignored. */
  public static final byte DEBUG = '+';

  /** Client: user, password, session and the sequence number to go on from. */
  public static final byte LOGIN_REQUEST = 'L';

  /** Client: one message to the application. */
  public static final byte UNSEQUENCED_DATA = 'U';

  /** Client: nothing was sent for a while, but the link is alive. */
  public static final byte CLIENT_HEARTBEAT = 'R';

  /** Client: no more of this session. */
  public static final byte LOGOUT_REQUEST = 'O';

  /** Server: the session's name and the number of the next message. */
  public static final byte LOGIN_ACCEPTED = 'A';

  /** Server: no login, and why; the server then closes. */
  public static final byte LOGIN_REJECTED = 'J';

  /** Server: one message, numbered by its place in the stream. */
  public static final byte SEQUENCED_DATA = 'S';

  /** Server: nothing was sent for a while, but the link is alive. */
  public static final byte SERVER_HEARTBEAT = 'H';

  /** Server: the session is over, nothing will follow. */
  public static final byte END_OF_SESSION = 'Z';

  /** Reason in a login rejection: unknown user or wrong password. */
  public static final byte NOT_AUTHORISED = 'A';

  /** Reason in a login rejection: no such session, or not that part of it. */
  public static final byte SESSION_NOT_AVAILABLE = 'S';

  public static final int TYPE_OFFSET = 0;
  public static final int PAYLOAD_OFFSET = 1;

  /** Length of the packets that have no payload. */
  public static final int EMPTY_LENGTH = 1;

  public static final int USERNAME_LENGTH = 6;
  public static final int PASSWORD_LENGTH = 10;
  public static final int SESSION_LENGTH = 10;
  public static final int SEQUENCE_LENGTH = 20;

  public static final int LOGIN_USERNAME_OFFSET = 1;
  public static final int LOGIN_PASSWORD_OFFSET = 7;
  public static final int LOGIN_SESSION_OFFSET = 17;
  public static final int LOGIN_SEQUENCE_OFFSET = 27;
  public static final int LOGIN_REQUEST_LENGTH = 47;

  public static final int ACCEPTED_SESSION_OFFSET = 1;
  public static final int ACCEPTED_SEQUENCE_OFFSET = 11;
  public static final int LOGIN_ACCEPTED_LENGTH = 31;

  public static final int REJECTED_REASON_OFFSET = 1;
  public static final int LOGIN_REJECTED_LENGTH = 2;

  /** The longest body that a 2-byte length can announce. */
  public static final int MAX_LENGTH = 65_535;

  private SoupPacket() {}
}
