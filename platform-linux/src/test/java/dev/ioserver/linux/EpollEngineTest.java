package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpollEngineTest {

  private final ReadinessEngine provider = new EpollEngine();

  @Test
  void isAvailableAndBeforeTheFallback() {
    assertNull(provider.unavailabilityCause());
    assertEquals("epoll", provider.name());
    assertTrue(provider.priority() >= 100);
  }

  @Test
  void featuresAreFoundInAFixedOrder() {
    Map<String, String> features = provider.features();
    assertEquals(
        List.of(
            "kernel",
            "epoll_pwait2",
            "timer resolution",
            "descriptor limit",
            "listen backlog limit",
            "socket calls",
            "busy polling per epoll (EPIOCSPARAMS)",
            "busy polling of sockets (SO_BUSY_POLL)",
            "busy polling of all waits (net.core.busy_poll)",
            "process barrier (membarrier)"),
        List.copyOf(features.keySet()));
    features.forEach((name, value) -> assertFalse(value.isBlank(), name));
    assertFalse(features.get("descriptor limit").contains("unknown"));
  }

  @Test
  void kernelSettingsAreReadWhole() throws IOException {
    List<String> somaxconn = Files.readAllLines(Path.of("/proc/sys/net/core/somaxconn"));
    assertEquals(
        somaxconn.get(0) + " (somaxconn)", provider.features().get("listen backlog limit"));
  }

  @Test
  void opensPollersAndSockets() throws Exception {
    try (Poller poller = provider.openPoller(8);
        Sockets sockets = provider.openSockets(poller)) {
      assertTrue(poller.isEdgeTriggered());
      assertTrue(sockets.maxGather() > 1);
    }
  }
}
