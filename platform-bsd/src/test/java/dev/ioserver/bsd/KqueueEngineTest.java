package dev.ioserver.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.bsd.BsdBindings;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KqueueEngineTest {

  private final ReadinessEngine provider = new KqueueEngine();

  @Test
  void isBeforeTheFallbackAndBehindEpollOnLinux() {
    assertEquals("kqueue", provider.name());
    KqueueCondition.available(); // Names the library, if there is one.
    assertEquals(BsdBindings.isStandIn() ? 50 : 100, provider.priority());
  }

  @Test
  void saysWhyNotAndIsSilentElsewhere() {
    String cause = provider.unavailabilityCause();
    if (KqueueCondition.available()) {
      assertEquals(null, provider.unavailabilityCause());
    } else {
      assertTrue(cause != null && cause.contains(BsdBindings.LIBRARY_PROPERTY), cause);
      assertEquals(Map.of(), provider.features());
    }
  }

  @Test
  void featuresAreFoundInAFixedOrder() {
    if (!KqueueCondition.available()) {
      return; // Said above.
    }
    Map<String, String> features = provider.features();
    assertEquals(
        List.of(
            "kernel",
            "kqueue",
            "struct kevent",
            "waker",
            "timer resolution",
            "accepting",
            "descriptor limit"),
        List.copyOf(features.keySet()));
    features.forEach((name, value) -> assertFalse(value.isBlank(), name));
    assertFalse(features.get("descriptor limit").contains("unknown"));
  }

  @Test
  void opensPollersAndSockets() throws Exception {
    if (!KqueueCondition.available()) {
      return; // Said above.
    }
    try (Poller poller = provider.openPoller(8);
        Sockets sockets = provider.openSockets(poller)) {
      assertTrue(poller.isEdgeTriggered());
      assertTrue(sockets.maxGather() > 1);
    }
  }
}
