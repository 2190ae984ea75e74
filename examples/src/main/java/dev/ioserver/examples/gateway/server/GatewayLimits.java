package dev.ioserver.examples.gateway.server;

import java.time.Duration;

/**
 * What bounds the memory of a gateway. Immutable.
 *
 * @param maxConnections connections at a time; more wait in the backlog; 4,096 by default
 * @param maxPacketBytes the longest packet of a client, type and payload; 1,024 by default
 * @param inboxMessages packets of one connection that may wait to be looked at before its socket is
 *     read no more; 256 by default
 * @param outputBytes bytes that may wait to be written to one client; what is more waits in its
 *     store; 65,536 by default
 * @param bookMessages messages that may wait for one book, and replies of one book that may wait
 *     for the sessions; 8,192 by default
 * @param maxRestingOrders orders that may rest in one book; 1,048,576 by default
 * @param maxOrdersPerUser orders and replacements that one user may send in a day; 8,388,608 by
 *     default
 * @param storeChunkBytes the memory that a user's store of sequenced messages takes at a time;
 *     32,768 by default
 * @param maxStoreChunks how many of those it may take; 16,384 by default
 * @param closeTimeoutNanos nanoseconds that {@link GatewayServer#close()} waits for clients to take
 *     the rest of their messages; 2 s by default
 */
public record GatewayLimits(
    int maxConnections,
    int maxPacketBytes,
    int inboxMessages,
    int outputBytes,
    int bookMessages,
    int maxRestingOrders,
    int maxOrdersPerUser,
    int storeChunkBytes,
    int maxStoreChunks,
    long closeTimeoutNanos) {

  /** The shortest that {@link #maxPacketBytes} can be: the longest packet that is sent. */
  private static final int LONGEST_SENT = 81;

  private static final long LONGEST_CLOSE_NANOS = Duration.ofHours(23).toNanos();

  private static final GatewayLimits DEFAULTS =
      new GatewayLimits(
          4096,
          1024,
          256,
          64 << 10,
          8192,
          1 << 20,
          1 << 23,
          32 << 10,
          1 << 14,
          Duration.ofSeconds(2).toNanos());

  /** Checks the parts. */
  public GatewayLimits {
    require(maxConnections, "maxConnections", 1, 1 << 20);
    require(maxPacketBytes, "maxPacketBytes", LONGEST_SENT, 0xFFFF);
    require(inboxMessages, "inboxMessages", 1, 1 << 20);
    require(outputBytes, "outputBytes", 1024, 1 << 30);
    require(bookMessages, "bookMessages", 1, 1 << 20);
    require(maxRestingOrders, "maxRestingOrders", 1, 1 << 28);
    require(maxOrdersPerUser, "maxOrdersPerUser", 1, 1 << 28);
    require(storeChunkBytes, "storeChunkBytes", LONGEST_SENT + 2, 1 << 30);
    require(maxStoreChunks, "maxStoreChunks", 1, 1 << 20);
    if (closeTimeoutNanos < 0 || closeTimeoutNanos > LONGEST_CLOSE_NANOS) {
      throw new IllegalArgumentException(
          "closeTimeoutNanos is " + closeTimeoutNanos + "; it must be 0 (at once) to 23 h");
    }
  }

  /** The defaults named at each part. */
  public static GatewayLimits defaults() {
    return DEFAULTS;
  }

  private static void require(int value, String name, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be " + least + " to " + most);
    }
  }
}
