package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class OptionsGuideTest {

  private boolean quick;

  // @start region="if-there"
  /** Not every system has every option. */
  void acknowledgeAtOnce(Port port) throws SystemCallException {
    try {
      port.option(IoSocketOptions.TCP_QUICKACK, true);
      quick = true;
    } catch (SystemCallException e) {
      if (e.kind() != SystemCallException.Kind.NOT_SUPPORTED) {
        throw e;
      }
    }
  }

  // @end

  @Test
  void options() throws Exception {
    // @start region="all"
    IoServerOptions server = IoServerOptions.defaults().loops(2).name("gateway").jmx(true);

    PortOptions ports =
        PortOptions.defaults()
            .framing(Framing.lengthPrefix(2, 1_024))
            .credit(16)
            .closeTimeout(Duration.ofSeconds(2))
            .option(StandardSocketOptions.SO_KEEPALIVE, true)
            .option(StandardSocketOptions.SO_RCVBUF, 256 << 10);

    ListenOptions listening = ListenOptions.defaults().backlog(4_096).ports(ports);

    IoServer io = IoServer.open(server);
    Listener listener = io.listen(Loopback.anyPort(), listening);
    Port port = io.connect(listener.localAddress(), ports);
    // @end
    try (io) {
      assertTrue(port.awaitConnected(Loopback.PATIENCE));
      if (!(listener.receive() instanceof Accepted accepted)) {
        throw new AssertionError("nothing was accepted");
      }
      // @start region="set"
      port.option(StandardSocketOptions.SO_KEEPALIVE, false);
      boolean keptAlive = port.option(StandardSocketOptions.SO_KEEPALIVE);
      // @end
      assertEquals(false, keptAlive);
      assertEquals(true, accepted.port().option(StandardSocketOptions.SO_KEEPALIVE));
      acknowledgeAtOnce(port);
      assertEquals(quick, !isUnsupported(port));
    }
  }

  private static boolean isUnsupported(Port port) throws SystemCallException {
    try {
      port.option(IoSocketOptions.TCP_QUICKACK);
      return false;
    } catch (SystemCallException e) {
      assertEquals(SystemCallException.Kind.NOT_SUPPORTED, e.kind());
      return true;
    }
  }

  @Test
  void valuesThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> IoServerOptions.defaults().loops(-1));
    assertThrows(
        IllegalArgumentException.class,
        () -> PortOptions.defaults().option(StandardSocketOptions.SO_RCVBUF, 0));
  }
}
