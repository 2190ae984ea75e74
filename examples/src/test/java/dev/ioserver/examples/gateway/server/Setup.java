package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.EngineInfo;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What every test runs on: each engine that is available, without loops of its own and with, and
 * with the books inline and on threads.
 */
record Setup(String engine, int loops, Matching books) {

  private static final boolean STRESS = Boolean.getBoolean("ioserver.stress");

  static final String ALL = "dev.ioserver.examples.gateway.server.Setup#all";

  /** Those of them whose books have threads. */
  static final String WITH_BOOK_THREADS =
      "dev.ioserver.examples.gateway.server.Setup#withBookThreads";

  /**
   * Two of the four for each engine, so that all four are run by some engine, and all of them for
   * each with {@code -Pstress}.
   */
  static Stream<Setup> all() {
    List<String> engines =
        EngineInfo.all().stream()
            .filter(engine -> engine.unavailabilityCause() == null)
            .map(EngineInfo::name)
            .toList();
    return IntStream.range(0, engines.size())
        .boxed()
        .flatMap(i -> of(engines.get(i), i % 2 == 0 || STRESS, i % 2 == 1 || STRESS));
  }

  private static Stream<Setup> of(String engine, boolean usual, boolean crossed) {
    List<Setup> setups = new ArrayList<>();
    if (usual) {
      setups.add(new Setup(engine, 0, Matching.INLINE));
      setups.add(new Setup(engine, 1, Matching.THREADS));
    }
    if (crossed) {
      setups.add(new Setup(engine, 1, Matching.INLINE));
      setups.add(new Setup(engine, 0, Matching.THREADS));
    }
    return setups.stream();
  }

  static Stream<Setup> withBookThreads() {
    return all().filter(setup -> setup.books == Matching.THREADS);
  }

  GatewayConfig config() {
    // Clients of tests may stay open: nobody waits long for them.
    return GatewayConfig.defaults()
        .engine(engine)
        .loops(loops)
        .books(books)
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
    return engine
        + " with "
        + (loops == 0 ? "no loop of its own" : loops + " loop")
        + (books == Matching.INLINE ? ", books inline" : ", books on threads");
  }
}
