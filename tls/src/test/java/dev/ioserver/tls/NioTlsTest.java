package dev.ioserver.tls;

import dev.ioserver.testkit.fixture.ThroughLayer;
import dev.ioserver.testkit.suite.CloseConformance;
import dev.ioserver.testkit.suite.CreditConformance;
import dev.ioserver.testkit.suite.EngineUnderTest;
import dev.ioserver.testkit.suite.StreamConformance;
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

  @Nested
  class Sources extends TlsEngineSourceConformance {}

  @Nested
  @ThroughLayer(TlsPeers.class)
  class StreamOverTls extends StreamConformance {}

  @Nested
  @ThroughLayer(TlsPeers.class)
  class CreditOverTls extends CreditConformance {}

  @Nested
  @ThroughLayer(TlsPeers.class)
  class CloseOverTls extends CloseConformance {}
}
