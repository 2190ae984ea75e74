package dev.ioserver.examples.cluster.wire;

/**
 * The layout of what gateways ask the service, and of what it tells them. Integers are big-endian.
 *
 * <pre>
 *   request: type 1, correlation 8, then
 *     L login       user 6, session 10
 *     O order       user index 4, OUCH message
 *     F fetch       user index 4, login 8, from 8
 *     G goodbye     user index 4, login 8
 *   reply: type 1, then
 *     A done        correlation 8
 *     L login       correlation 8, user index 4, login 8, next 8
 *     M message     user index 4, sequence 8, OUCH message
 *     N page end    user index 4, next 8
 *     T taken over  user index 4, login 8
 * </pre>
 *
 * <p>A gateway numbers its requests, one by one: the correlation. The first that the service hears
 * of in a session of the cluster may have any number; after that it ignores one that comes before
 * its turn. So {@code A} says that this request and all before it are in the log and were dealt
 * with. A login has a number, so that what a gateway says of a login that another one has taken
 * over is ignored.
 */
public final class Wire {

  public static final byte LOGIN = 'L';
  public static final byte ORDER = 'O';
  public static final byte FETCH = 'F';
  public static final byte GOODBYE = 'G';

  public static final byte DONE = 'A';
  public static final byte LOGGED_IN = 'L';
  public static final byte MESSAGE = 'M';
  public static final byte PAGE_END = 'N';
  public static final byte TAKEN_OVER = 'T';

  public static final int TYPE = 0;
  public static final int CORRELATION = 1;

  /** Where a request's own fields begin. */
  public static final int BODY = 9;

  public static final int USER = BODY;
  public static final int ORDER_MESSAGE = USER + Integer.BYTES;
  public static final int LOGIN_NUMBER = USER + Integer.BYTES;
  public static final int FROM = LOGIN_NUMBER + Long.BYTES;
  public static final int FETCH_LENGTH = FROM + Long.BYTES;
  public static final int GOODBYE_LENGTH = FROM;

  public static final int NAME = BODY;
  public static final int NAME_LENGTH = 6;
  public static final int SESSION = NAME + NAME_LENGTH;
  public static final int SESSION_LENGTH = 10;
  public static final int LOGIN_LENGTH = SESSION + SESSION_LENGTH;

  /** Where the user index of a reply is that is about a user. */
  public static final int REPLY_USER = 1;

  public static final int SEQUENCE = REPLY_USER + Integer.BYTES;
  public static final int MESSAGE_BYTES = SEQUENCE + Long.BYTES;

  public static final int DONE_LENGTH = BODY;
  public static final int LOGGED_IN_USER = BODY;
  public static final int LOGGED_IN_NUMBER = LOGGED_IN_USER + Integer.BYTES;
  public static final int LOGGED_IN_NEXT = LOGGED_IN_NUMBER + Long.BYTES;
  public static final int LOGGED_IN_LENGTH = LOGGED_IN_NEXT + Long.BYTES;
  public static final int PAGE_END_LENGTH = MESSAGE_BYTES;
  public static final int TAKEN_OVER_LENGTH = MESSAGE_BYTES;

  /** Longer than any request or reply. */
  public static final int MAX_LENGTH = 128;

  /** The user index of a login whose session does not exist. */
  public static final int NO_SESSION = -1;

  /** The name of the one session that the cluster runs. */
  public static final String SESSION_NAME = "DAY";

  private Wire() {}
}
