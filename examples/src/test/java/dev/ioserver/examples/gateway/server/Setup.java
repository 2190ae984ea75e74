package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.EngineInfo;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What every test runs on: each engine that is available, without loops of its own and with. */
record Setup(String engine, int loops) {

  static final String ALL = "dev.ioserver.examples.gateway.server.Setup#all";

  static Stream<Setup> all() {
    return EngineInfo.all().stream()
        .filter(engine -> engine.unavailabilityCause() == null)
        .flatMap(engine -> Stream.of(new Setup(engine.name(), 0), new Setup(engine.name(), 1)));
  }

  GatewayConfig config() {
    // Clients of tests may stay open: nobody waits long for them.
    return GatewayConfig.defaults()
        .engine(engine)
        .loops(loops)
        .stocks(List.of("AAPL", "MSFT"))
        .limits(Limits.closeTimeoutNanos(1_000_000_000));
  }

  /** The protocol's timeouts, so much shorter that a test can wait for them. */
  GatewayConfig hurried(Duration heartbeat, Duration silence, Duration login) {
    return config()
        .timeouts(new SoupTimeouts(heartbeat.toNanos(), silence.toNanos(), login.toNanos()));
  }

  @Override
  public String toString() {
    return engine + " with " + (loops == 0 ? "no loop of its own" : loops + " loop");
  }
}
