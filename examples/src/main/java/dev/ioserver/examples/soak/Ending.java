package dev.ioserver.examples.soak;

import java.util.random.RandomGenerator;

/** How a connection ends. The weights make half of them resets, which leave no TIME_WAIT. */
enum Ending {
  /** The client says all, shuts its output down, and reads the reply to its end. */
  CLIENT_SHUTS_DOWN("half-closed by the client", 15, true, true),
  /** The server says all at once and shuts its output down; the client answers and closes. */
  SERVER_SHUTS_DOWN("half-closed by the server", 6, true, true),
  /** The client closes after its last byte; there is no reply. */
  CLIENT_CLOSES("closed by the client", 12, true, true),
  /** The server closes after its reply to all that the client said. */
  SERVER_CLOSES("closed by the server", 12, true, true),
  /** The server replies and closes while the client is still sending: the reply arrives. */
  SERVER_CUTS_OFF("closed while the peer sends", 5, true, false),
  /** The client resets somewhere in the midst, or before its first byte. */
  CLIENT_RESETS("reset by the client", 30, false, false),
  /** The server resets somewhere in the midst. */
  SERVER_RESETS("reset by the server", 20, false, false);

  private static final int SUM = sum();

  /** What the table calls it. */
  final String text;

  /** Whether the server's stream must arrive whole. */
  final boolean replyIsWhole;

  /** Whether the client's stream must arrive whole, and neither side may see a failure. */
  final boolean requestIsWhole;

  private final int weight;

  Ending(String text, int weight, boolean replyIsWhole, boolean requestIsWhole) {
    this.text = text;
    this.weight = weight;
    this.replyIsWhole = replyIsWhole;
    this.requestIsWhole = requestIsWhole;
  }

  /** One of them. */
  static Ending draw(RandomGenerator random) {
    int at = random.nextInt(SUM);
    for (Ending ending : values()) {
      at -= ending.weight;
      if (at < 0) {
        return ending;
      }
    }
    throw new AssertionError("the weights have another sum");
  }

  private static int sum() {
    int sum = 0;
    for (Ending ending : values()) {
      sum += ending.weight;
    }
    return sum;
  }
}
