package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class IocpEngineTest {

  private final ReadinessEngine provider = new IocpEngine();

  @Test
  void isNamedAndBeforeTheFallback() {
    assertEquals("iocp", provider.name());
    assertTrue(provider.priority() >= 100);
  }

  /** Loading the provider and asking must work everywhere. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void elsewhereItSaysWhyNot() {
    String cause = provider.unavailabilityCause();
    assertNotNull(cause);
    assertTrue(cause.endsWith("not Windows"), cause);
    assertTrue(provider.features().isEmpty());
  }

  @Test
  @WindowsOnly
  void isAvailableOnWindows() {
    assertNull(provider.unavailabilityCause());
  }

  @Test
  @WindowsOnly
  void featuresAreFoundInAFixedOrder() {
    Map<String, String> features = provider.features();
    assertEquals(
        List.of(
            "system",
            "readiness",
            "timer resolution",
            "address use",
            "datagram calls",
            "groups of one source"),
        List.copyOf(features.keySet()));
    features.forEach((name, value) -> assertFalse(value.isBlank(), name));
  }

  @Test
  @WindowsOnly
  void opensPollersAndSockets() throws Exception {
    try (Poller poller = provider.openPoller(8);
        Sockets sockets = provider.openSockets(poller)) {
      assertFalse(poller.isEdgeTriggered());
      assertEquals(1_000_000, poller.resolutionNanos());
      assertEquals(-1, poller.descriptor());
      assertTrue(sockets.maxGather() > 1);
    }
  }

  @Test
  @WindowsOnly
  void failuresNameTheCodeAndSayWhatItMeans() {
    SystemCallException refused = provider.errorCodes().failure("connect", "[::1]:9", -10061);
    assertEquals(
        "connect([::1]:9) failed: WSAECONNREFUSED (10061), the peer refused the connection; is the"
            + " server running, and is that its port?",
        refused.getMessage());
    assertEquals(Kind.CONNECTION_REFUSED, refused.kind());
    assertEquals("error 4711", provider.errorCodes().name(4711));
    assertEquals(Kind.OTHER, provider.errorCodes().kind(4711));
  }
}
