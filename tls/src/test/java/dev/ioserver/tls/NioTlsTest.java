package dev.ioserver.tls;

import dev.ioserver.testkit.suite.EngineUnderTest;
import org.junit.jupiter.api.Nested;

/** TLS on java.nio. */
@EngineUnderTest("nio")
class NioTlsTest {

  @Nested
  class Streams extends TlsStreamConformance {}

  @Nested
  class Handshakes extends TlsHandshakeConformance {}

  @Nested
  class Troubles extends TlsTroubleConformance {}

  @Nested
  class Peers extends TlsPeersConformance {}
}
