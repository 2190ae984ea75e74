package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an order that comes by FIX costs the collector: nothing but its record, which is kept all
 * day.
 *
 * <p>Measured as in {@link AllocationTest}: the best of several rounds counts.
 */
class FixAllocationTest {

  private static final int ROUNDS = 6;
  private static final int ORDERS = 10_000;
  private static final int UNDER_WAY = 40;

  /** An object of 112 bytes, and its place in a block. */
  private static final double RECORD_BYTES = 116;

  /** For the engine, whose system calls may make memory segments. */
  private static final double ENGINE_BYTES = 32;

  private static final String LEAK_CHECK = "ioserver.leakcheck";

  @ParameterizedTest
  @MethodSource("dev.ioserver.examples.gateway.server.QuickFixTest#engines")
  void ordersMakeNoGarbage(Setup setup) throws Exception {
    // The leak check records every message, at a price.
    String leakCheck = System.getProperty(LEAK_CHECK, "false");
    System.setProperty(LEAK_CHECK, "false");
    GatewayConfig config = setup.config().books(Matching.INLINE).limits(Limits.store(64 << 20, 1));
    try (GatewayServer gateway = QuickFixTest.start(config);
        FixPlain client = FixPlain.loggedOn(gateway, "demo")) {
      double best = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long before = ThreadAllocation.bytes().get("gateway-sessions");
        trade(client, round * ORDERS);
        long after = ThreadAllocation.bytes().get("gateway-sessions");
        best = Math.min(best, (double) (after - before) / ORDERS);
      }
      double bytes = best;
      System.out.println(setup + ", FIX, bytes per order: " + bytes);
      assertTrue(bytes < RECORD_BYTES + ENGINE_BYTES, () -> "bytes per order: " + bytes);
    } finally {
      System.setProperty(LEAK_CHECK, leakCheck);
    }
  }

  /** Every second order executes the one before; each gets an acceptance and an execution. */
  private static void trade(FixPlain client, int from) throws IOException {
    for (int sent = 0; sent < ORDERS; sent += UNDER_WAY) {
      client.hold();
      for (int i = from + sent; i < from + sent + UNDER_WAY; i++) {
        client.order("order-" + i, "54", i % 2 == 0 ? "1" : "2");
      }
      client.release();
      for (int i = 0; i < 2 * UNDER_WAY; i++) {
        client.receive("8");
      }
    }
  }
}
