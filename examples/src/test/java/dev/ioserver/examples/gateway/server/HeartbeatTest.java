package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Heartbeats, by the timer in the sessions' select. */
class HeartbeatTest {

  private static final long HEARTBEAT_NANOS = Duration.ofMillis(80).toNanos();
  private static final int BEATS = 10;

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void heartbeatsKeepSilentLinkAlive(Setup setup) throws Exception {
    GatewayConfig config =
        setup.hurried(
            Duration.ofNanos(HEARTBEAT_NANOS), Duration.ofMillis(700), Duration.ofSeconds(5));
    try (GatewayServer gateway = GatewayServer.start(config);
        PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
      long start = System.nanoTime();
      for (int i = 0; i < BEATS; i++) {
        assertEquals("H", client.receiveAny());
        client.packet("R");
      }
      long elapsed = System.nanoTime() - start;
      assertTrue(elapsed >= (BEATS - 1) * HEARTBEAT_NANOS, () -> elapsed + " ns: too early");
      assertEquals(1, gateway.statistics().sessions());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void busyLinkNeedsNone(Setup setup) throws Exception {
    GatewayConfig config =
        setup.hurried(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(5));
    try (GatewayServer gateway = GatewayServer.start(config);
        PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
      for (int i = 0; i < 40; i++) {
        client.enter("t" + i, 'B', 0, "AAPL", 1);
        assertEquals("SJ", client.receiveAny().substring(0, 2));
        Thread.sleep(10);
      }
    }
  }
}
