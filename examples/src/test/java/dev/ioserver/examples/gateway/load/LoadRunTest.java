package dev.ioserver.examples.gateway.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ioserver.examples.AvailableEngines;
import dev.ioserver.examples.gateway.server.GatewayConfig;
import dev.ioserver.examples.gateway.server.GatewayServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class LoadRunTest {

  private static final int LAPS = 15;

  private static final String LEAK_CHECK = "ioserver.leakcheck";
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final List<String> STOCKS = List.of("AAPL", "MSFT");

  private static final LoadListener NOBODY =
      new LoadListener() {
        @Override
        public void onMeasuring() {}

        @Override
        public void onMeasured() {}
      };

  @ParameterizedTest
  @MethodSource("engines")
  void everyOrderIsAnsweredAndEveryShareAccountedFor(String engine) throws Exception {
    try (GatewayServer gateway = gateway(engine)) {
      LoadResult result = new LoadRun(options(engine, gateway.address(), 2000), NOBODY).run();
      assertTrue(result.isGood(), result.toString());
      assertEquals(2000, result.sent());
      assertEquals(result.sent(), result.accepted() + result.rejected());
      assertEquals(result.sent(), result.roundTrips().getTotalCount());
      assertEquals(0, result.unsent());
      assertTrue(result.ordersPerSecond() <= 2001, result.toString());
      var statistics = gateway.statistics();
      assertEquals(statistics.orders(), statistics.accepted(), statistics.toString());
      assertEquals(0, statistics.executed() % 2, statistics.toString());
      assertEquals(0, statistics.failures(), statistics.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void nothingIsLostWhenConnectionsAreCut(String engine) throws Exception {
    try (GatewayServer gateway = gateway(engine);
        CuttingProxy proxy = new CuttingProxy(gateway.address())) {
      LoadRun run = new LoadRun(options(engine, proxy.address(), 2000), NOBODY);
      Thread cutter =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (run.progress().sent() < 1000) {
                        Thread.sleep(1);
                      }
                      proxy.cut();
                    } catch (IOException | InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      LoadResult result = run.run();
      cutter.join();
      assertTrue(result.isGood(), result.toString());
      assertEquals(4, result.reconnects(), result.toString());
    }
  }

  @Test
  void anUnansweredOrderIsLost() throws Exception {
    try (MuteGateway gateway = new MuteGateway()) {
      LoadOptions options =
          new LoadOptions(
              null,
              gateway.address(),
              2,
              100,
              0,
              200 * MILLI,
              300 * MILLI,
              STOCKS,
              "demo",
              "demo",
              true);
      LoadResult result = new LoadRun(options, NOBODY).run();
      assertFalse(result.isGood());
      assertEquals(20, result.sent());
      assertEquals(20, result.lost());
      assertEquals(0, result.roundTrips().getTotalCount());
    }
  }

  @Test
  void wrongPassword() throws Exception {
    try (GatewayServer gateway = gateway(null)) {
      LoadOptions options =
          new LoadOptions(
              null, gateway.address(), 1, 100, 0, MILLI, MILLI, STOCKS, "demo", "nope", true);
      LoadException e = assertThrows(LoadException.class, () -> new LoadRun(options, NOBODY).run());
      assertTrue(e.getMessage().contains("unknown user or wrong password"), e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void steadyStateAllocatesNothing(String engine) throws Exception {
    System.setProperty(LEAK_CHECK, "false"); // it keeps a stack trace for each message
    try (GatewayServer gateway = gateway(engine)) {
      // No object per order is below 16 bytes; the nio engine's selector allocates for itself.
      double most = engine.equals("nio") ? 500 : 8;
      double bytesPerOrder = Double.MAX_VALUE;
      // Until the compilers are done, objects that they will do without are still made.
      for (int lap = 0; lap < LAPS && bytesPerOrder >= most; lap++) {
        bytesPerOrder = bytesPerOrder(engine, gateway);
      }
      assertTrue(bytesPerOrder < most, bytesPerOrder + " B per order");
    } finally {
      System.setProperty(LEAK_CHECK, "true");
    }
  }

  private static double bytesPerOrder(String engine, GatewayServer gateway) throws Exception {
    AllocationMeter meter = new AllocationMeter();
    LoadOptions options =
        new LoadOptions(
            engine,
            gateway.address(),
            4,
            5000,
            2000 * MILLI,
            1000 * MILLI,
            LoadOptions.GRACE_NANOS,
            STOCKS,
            "demo",
            "demo",
            true);
    LoadResult result = new LoadRun(options, meter).run();
    assertTrue(result.isGood(), result.toString());
    return meter.bytes / (double) result.sent();
  }

  /** What the clients' thread allocates while it is measured. */
  private static final class AllocationMeter implements LoadListener {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long bytes;

    @Override
    public void onMeasuring() {
      bytes = -threads.getCurrentThreadAllocatedBytes();
    }

    @Override
    public void onMeasured() {
      bytes += threads.getCurrentThreadAllocatedBytes();
    }
  }

  private static GatewayServer gateway(String engine) throws IOException {
    return GatewayServer.start(GatewayConfig.defaults().engine(engine).stocks(STOCKS));
  }

  private static LoadOptions options(String engine, InetSocketAddress gateway, int rate) {
    return new LoadOptions(
        engine,
        gateway,
        4,
        rate,
        300 * MILLI,
        1000 * MILLI,
        LoadOptions.GRACE_NANOS,
        STOCKS,
        "demo",
        "demo",
        true);
  }

  static List<String> engines() {
    return AvailableEngines.names();
  }
}
