package dev.ioserver.bench.datagram;

/** What a server does with the datagrams that are counted. */
public enum DatagramTask {
  /** It receives them, and answers the last one of a burst. */
  RECEIVE,

  /** It sends them, asked by one datagram. */
  SEND,

  /** It sends each back to where it came from. */
  ECHO;

  /** Its name on the command line and in tables. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
