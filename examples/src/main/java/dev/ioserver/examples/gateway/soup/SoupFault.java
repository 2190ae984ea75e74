package dev.ioserver.examples.gateway.soup;

/** What is wrong with a packet; {@link #NONE} if nothing is. */
public enum SoupFault {
  NONE("well formed"),
  EMPTY("empty packet, not even a type"),
  TOO_SHORT("too short for its type"),
  TOO_LONG("too long for its type"),
  UNKNOWN_TYPE("unknown packet type"),
  WRONG_SIDE("packet type that only the other side may send"),
  NOT_ASCII("text field is not printable ASCII"),
  BAD_NUMBER("sequence number field holds no number");

  private final String text;

  SoupFault(String text) {
    this.text = text;
  }

  /** Returns the fault in words, for a log. */
  public String text() {
    return text;
  }
}
