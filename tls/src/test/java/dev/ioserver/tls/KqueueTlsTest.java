package dev.ioserver.tls;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.suite.EngineUnderTest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** TLS on kqueue, or on Linux over the libkqueue that IOSERVER_LIBKQUEUE names. */
@EngineUnderTest("kqueue")
class KqueueTlsTest {

  @BeforeAll
  static void needsKqueue() throws SystemCallException {
    TlsFixture.nameLibkqueue();
    // libkqueue opens descriptors of its own with the first kqueue, and keeps them.
    try (IoServer io = IoServer.open(IoServerOptions.defaults().engine("kqueue"))) {
      assert io.engine().equals("kqueue");
    } catch (EngineUnavailableException e) {
      System.err.println("SKIPPED, NOTHING WAS PROVED: KqueueTlsTest: " + e.getMessage());
      Assumptions.abort(e.getMessage());
    }
  }

  @Nested
  class Streams extends TlsStreamConformance {}

  @Nested
  class Handshakes extends TlsHandshakeConformance {}

  @Nested
  class Troubles extends TlsTroubleConformance {}

  @Nested
  class Peers extends TlsPeersConformance {}

  @Nested
  class Sources extends TlsEngineSourceConformance {}
}
