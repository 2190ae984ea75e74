package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import java.net.StandardSocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OptionsSnippetTest {

  @Test
  void optionsAreTaken() throws Exception {
    // @start region="server"
    IoServerOptions options =
        IoServerOptions.defaults().loops(2).name("gateway").closeTimeout(Duration.ofSeconds(5));
    // @end

    // @start region="port"
    PortOptions ports =
        PortOptions.defaults()
            .framing(Framing.lengthPrefix(2, 1_024))
            .credit(16)
            .option(StandardSocketOptions.SO_KEEPALIVE, true);
    // @end

    // @start region="listen"
    ListenOptions listening =
        ListenOptions.defaults()
            .backlog(4_096)
            .option(StandardSocketOptions.SO_RCVBUF, 1 << 16)
            .ports(PortOptions.defaults().framing(Framing.lengthPrefix(2, 1_024)));
    // @end

    try (IoServer io = IoServer.open(options);
        Listener listener = io.listen(Loopback.anyPort(), listening);
        Port port = io.connect(listener.localAddress(), ports)) {
      assertEquals(2, io.counters().size());
      assertTrue(listener.option(StandardSocketOptions.SO_RCVBUF) >= 1 << 16);
      assertTrue(port.awaitConnected(Loopback.PATIENCE));
      assertEquals(true, port.option(StandardSocketOptions.SO_KEEPALIVE));
    }
  }
}
