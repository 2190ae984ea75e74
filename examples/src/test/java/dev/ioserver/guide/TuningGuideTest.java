package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.SystemCallException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TuningGuideTest {

  private final StringBuilder log = new StringBuilder();

  // @start region="busy-poll"
  /** Polls the network card where that can be done, and goes without it where not. */
  IoServer open(IoServerOptions options) throws SystemCallException {
    try {
      return IoServer.open(options.busyPoll(Duration.ofNanos(50_000)));
    } catch (EngineUnavailableException | SystemCallException e) {
      log(e.getMessage()); // which says what would help
      return IoServer.open(options);
    }
  }

  // @end

  private void log(String line) {
    log.append(line);
  }

  @Test
  void idleStrategies() throws Exception {
    // @start region="idle"
    IoServerOptions parks = IoServerOptions.defaults(); // IdleStrategy.park()
    IoServerOptions adapts = parks.idle(IdleStrategy.adaptive());
    IoServerOptions spins = parks.idle(IdleStrategy.spin(Duration.ofNanos(20_000)));
    IoServerOptions never = parks.idle(IdleStrategy.busy()); // takes a processor
    // @end
    for (IoServerOptions each : List.of(parks, adapts, spins, never)) {
      accepts(each);
    }
  }

  @Test
  void busyPoll() throws Exception {
    try (IoServer io = open(IoServerOptions.defaults())) {
      assertEquals(1, io.counters().size());
    }
  }

  private static void accepts(IoServerOptions options) throws Exception {
    try (IoServer io = IoServer.open(options);
        Listener listener = io.listen(Loopback.anyPort());
        Socket _ = Loopback.connect(listener.localAddress())) {
      assertTrue(listener.receive(Loopback.PATIENCE) instanceof Accepted);
    }
  }
}
