package dev.ioserver.examples.feed;

/**
 * What can be wrong with a datagram that came, or with a message in it. None of it does more than
 * to be counted, and to be logged the first time.
 */
public enum FeedFault {
  /** There is no whole header. */
  TOO_SHORT("shorter than a header"),
  /** The datagram was longer than what there was room for. */
  CUT("cut off, since it is longer than any packet of ours"),
  /** The header counts messages that are not there, or a message is longer than what is left. */
  COUNT_OVERRUNS("its count or a length says more than there is"),
  /** Something stands behind the last message that the header counts. */
  TRAILING_BYTES("bytes behind the last message"),
  /** The packet belongs to another session. */
  WRONG_SESSION("another session"),
  /** It came from somebody whom nobody asked. */
  FOREIGN_SOURCE("a source that is not the feed's"),
  /** The number is 0, or the numbers of its messages do not fit 63 bits. */
  BAD_SEQUENCE("a sequence number that cannot be"),
  /** The number is so far ahead that to believe it would mean to ask for ever. */
  TOO_FAR_AHEAD("a sequence number too far ahead"),
  /** The session is said to end before what was heard already. */
  ENDS_TOO_EARLY("an end of the session that lies in the past"),
  /** A message that is not ITCH, or none of those that this feed has. */
  BAD_MESSAGE("a message that is not understood"),
  /** A message that cannot be true of the books. */
  IMPOSSIBLE("a message that cannot be true of the book"),
  /** A request for no messages. */
  NOTHING_WANTED("a request for no messages"),
  /** A request for messages that do not exist yet. */
  NOT_YET("a request for messages that do not exist"),
  /** A request for messages that are kept no more. */
  TOO_OLD("a request for messages that are kept no more"),
  /** A request while one of the same source is still to be answered: the newer one counts. */
  SUPERSEDED("a request before the last one was answered"),
  /** A request of a source that has had its share of answers for now. */
  OVER_BUDGET("more requests than one source gets answered"),
  /** A request of one source too many. */
  TOO_MANY_SOURCES("more sources than requests are kept for");

  private final String text;

  FeedFault(String text) {
    this.text = text;
  }

  /** Returns the fault in words, for a log. */
  public String text() {
    return text;
  }
}
