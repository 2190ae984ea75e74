package dev.ioserver.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Sockets;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class NioEngineTest {
  private final NioEngine provider = new NioEngine();

  @Test
  void isTheFallbackThatIsAlwaysThere() {
    assertEquals("nio", provider.name());
    assertEquals(0, provider.priority());
    assertNull(provider.unavailabilityCause());
  }

  @Test
  void tellsWhatItFound() {
    assertEquals(
        List.of("selector", "JDK", "trigger", "resolution"),
        List.copyOf(provider.features().keySet()));
    assertTrue(provider.features().get("selector").endsWith("SelectorProvider"));
  }

  @Test
  void opensAPollerAndItsSockets() throws IOException {
    try (Poller poller = provider.openPoller(1);
        Sockets sockets = provider.openSockets(poller)) {
      assertEquals(-1, poller.descriptor());
      assertTrue(sockets.maxGather() > 1);
    }
  }

  @Test
  void cannotPollNetworkDevicesAndSaysSo() {
    IoServerOptions options =
        IoServerOptions.defaults().engine("nio").busyPoll(Duration.ofNanos(50_000));
    for (Executable open :
        List.<Executable>of(
            () -> provider.openPoller(1, 50),
            () -> IoServer.open(options),
            () ->
                IoSelector.open(
                    SelectorOptions.defaults().engine("nio").busyPoll(Duration.ofNanos(50_000))))) {
      String message = assertThrows(EngineUnavailableException.class, open).getMessage();
      assertTrue(message.contains("the nio engine"), message);
      assertTrue(message.contains("busyPoll is 50 us"), message);
    }
  }

  @Test
  void refusesThePollerOfAnotherEngine() {
    Poller other =
        (Poller)
            Proxy.newProxyInstance(
                Poller.class.getClassLoader(),
                new Class<?>[] {Poller.class},
                (proxy, method, arguments) -> method.getName());
    assertThrows(IllegalArgumentException.class, () -> provider.openSockets(other));
  }
}
