package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimerSnippetTest {

  private final List<String> log = new ArrayList<>();

  private record Session(String name, List<String> log) {
    void end() {
      log.add(name + " ends");
    }
  }

  private void onTick(long ticks) {
    log.add("tick");
    assertTrue(ticks >= 1, "expirations: " + ticks);
  }

  @Test
  void timers() throws Exception {
    Session session = new Session("session", log);
    try (IoServer io = IoServer.open()) {
      // @start region="timers"
      Timer tick = io.timer(Duration.ZERO, Duration.ofMillis(100)); // at once, and again and again
      Timer patience = io.timer(Duration.ofMillis(350)).attach(session); // once

      Select<Message> select = Select.of(tick, patience);
      while (!patience.isDone()) {
        switch (select.receive()) {
          case Expired expired when expired.timer().attachment() instanceof Session late -> {
            late.end();
            patience.cancel();
          }
          case Expired expired -> onTick(expired.timer().takeExpirations());
          default -> {}
        }
      }
      // @end
      tick.cancel();
      select.close();
      // A thread that is late finds both expired, in either order.
      assertTrue(log.contains("tick"), "" + log);
      assertEquals(1, log.stream().filter("session ends"::equals).count(), "" + log);
    }
  }

  @Test
  void schedule() throws Exception {
    try (IoServer io = IoServer.open()) {
      long began = System.nanoTime();
      // @start region="schedule"
      Timer patience = io.timer(Duration.ofMinutes(5));
      patience.schedule(Duration.ofMillis(50), Duration.ZERO); // from now on, and once
      Message expired = patience.receive(Duration.ofSeconds(10));
      // @end
      assertEquals(new Expired(patience), expired);
      assertTrue(System.nanoTime() - began >= 50_000_000L, "never early");
      assertNull(patience.tryReceive());
    }
  }
}
