package dev.ioserver.examples.gateway.server;

/** The default limits, but for one. */
final class Limits {

  private static final GatewayLimits USUAL = GatewayLimits.defaults();

  private Limits() {}

  static GatewayLimits maxConnections(int value) {
    return limits(value, USUAL.inboxMessages(), USUAL.outputBytes(), USUAL.bookMessages());
  }

  /** Every queue as short as can be. */
  static GatewayLimits tight() {
    return limits(USUAL.maxConnections(), 1, 1024, 1);
  }

  static GatewayLimits closeTimeoutNanos(long value) {
    return with(
        USUAL.maxConnections(),
        USUAL.inboxMessages(),
        USUAL.outputBytes(),
        USUAL.bookMessages(),
        USUAL.storeChunkBytes(),
        USUAL.maxStoreChunks(),
        value);
  }

  /** Stores that take all their memory at the login. */
  static GatewayLimits store(int chunkBytes, int maxChunks) {
    return with(
        USUAL.maxConnections(),
        USUAL.inboxMessages(),
        USUAL.outputBytes(),
        USUAL.bookMessages(),
        chunkBytes,
        maxChunks,
        USUAL.closeTimeoutNanos());
  }

  private static GatewayLimits limits(int connections, int inbox, int output, int book) {
    return with(
        connections,
        inbox,
        output,
        book,
        USUAL.storeChunkBytes(),
        USUAL.maxStoreChunks(),
        USUAL.closeTimeoutNanos());
  }

  private static GatewayLimits with(
      int connections,
      int inbox,
      int output,
      int book,
      int chunkBytes,
      int maxChunks,
      long closeTimeoutNanos) {
    return new GatewayLimits(
        connections,
        USUAL.maxPacketBytes(),
        inbox,
        output,
        book,
        USUAL.maxRestingOrders(),
        USUAL.maxOrdersPerUser(),
        chunkBytes,
        maxChunks,
        closeTimeoutNanos);
  }
}
