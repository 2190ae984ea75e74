package dev.ioserver.examples.feed.mold;

/**
 * The layout that packets of both directions share.
 *
 * <pre>
 *   session 10 | number of the first message 8 | count 2 | count times: length 2, message
 *   session 10 | number of the first message 8 | count 2         (a request)
 * </pre>
 */
public final class Mold {

  /** Bytes of a session's name. */
  public static final int SESSION_LENGTH = 10;

  /** Where the number of the first message stands. */
  public static final int SEQUENCE_OFFSET = 10;

  /** Where the count stands. */
  public static final int COUNT_OFFSET = 18;

  /** Bytes before the first message; also the length of a request. */
  public static final int HEADER_LENGTH = 20;

  /** Bytes of a message's length. */
  public static final int LENGTH_LENGTH = 2;

  /** The count of a packet that says no more than which number comes next. */
  public static final int HEARTBEAT = 0;

  /** The count of a packet that says that the session ends before its number. */
  public static final int END_OF_SESSION = 0xFFFF;

  /** The most messages that a packet can count. */
  public static final int MAX_COUNT = END_OF_SESSION - 1;

  /** The longest packet that we send: it fits an Ethernet frame with some room to spare. */
  public static final int MAX_PACKET_LENGTH = 1400;

  private Mold() {}
}
