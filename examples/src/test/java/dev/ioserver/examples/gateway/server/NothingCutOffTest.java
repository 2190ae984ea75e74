package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the gateway sent before it closes a connection arrives, although the client still sends: its
 * heartbeats must not draw a reset, which would throw the replies away.
 */
class NothingCutOffTest {

  private static final int ORDERS = 6_000;
  private static final int ROUNDS = 20;

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void repliesUnderWayAtTheEndOfTheSessionArrive(Setup setup) throws Exception {
    // Enough for a slow reader on a busy machine.
    GatewayConfig config = setup.config().limits(Limits.closeTimeoutNanos(30_000_000_000L));
    GatewayServer gateway = GatewayServer.start(config);
    try {
      try (PlainClient first = PlainClient.loggedIn(gateway, "demo")) {
        for (int i = 0; i < ORDERS; i++) {
          first.enter("t" + i, 'B', 1, "AAPL", 10_000);
          if (i % 100 == 99) {
            for (int j = 0; j < 100; j++) {
              assertEquals('A', first.message().type());
            }
          }
        }
      }
      CompletableFuture<Void> closing;
      try (PlainClient client = new PlainClient(gateway.address(), PlainClient.SMALL)) {
        // All of them once more: they are under way when the session ends.
        assertEquals('A', client.login("demo", "demo", "", 2).charAt(0));
        closing = CompletableFuture.runAsync(gateway::close);
        try (Heartbeats heartbeats = new Heartbeats(client)) {
          for (int i = 0; i < ORDERS; i++) {
            assertEquals('A', client.message().type(), () -> "after " + heartbeats.sent);
            if (i % 200 == 0) {
              Thread.sleep(2);
            }
          }
          assertEquals('S', client.message().type());
          assertEquals("Z", client.receive());
          assertNull(client.receive());
        }
      }
      // The gateway's side waits for the client's end.
      closing.join();
    } finally {
      gateway.close();
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void theReasonForARejectArrives(Setup setup) throws Exception {
    try (GatewayServer gateway = GatewayServer.start(setup.config())) {
      for (int i = 0; i < ROUNDS; i++) {
        try (PlainClient client = new PlainClient(gateway.address())) {
          client.bytes(PlainClient.framed("L%-6s%-10s%10s%20d".formatted("demo", "wrong", "", 1)));
          for (int j = 0; j < 50; j++) {
            client.packet("R");
          }
          String answer = client.receive();
          assertNotNull(answer, "the connection was reset before the answer");
          assertEquals("JA", answer);
        }
      }
    }
  }

  /** A client's heartbeats, far more often than it need send them. */
  private static final class Heartbeats implements AutoCloseable {

    private final AtomicBoolean done = new AtomicBoolean();
    private final Thread thread;
    private volatile int sent;

    Heartbeats(PlainClient client) {
      thread = Thread.ofPlatform().start(() -> run(client));
    }

    private void run(PlainClient client) {
      try {
        while (!done.get()) {
          client.packet("R");
          sent++;
          Thread.sleep(2);
        }
      } catch (IOException | InterruptedException e) {
        // The gateway has closed: what matters is what was read.
      }
    }

    @Override
    public void close() {
      done.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
