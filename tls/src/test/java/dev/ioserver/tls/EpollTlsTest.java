package dev.ioserver.tls;

import dev.ioserver.testkit.fixture.ThroughLayer;
import dev.ioserver.testkit.suite.BackpressureConformance;
import dev.ioserver.testkit.suite.CloseConformance;
import dev.ioserver.testkit.suite.CreditConformance;
import dev.ioserver.testkit.suite.EngineUnderTest;
import dev.ioserver.testkit.suite.FramingConformance;
import dev.ioserver.testkit.suite.PassiveReceiveConformance;
import dev.ioserver.testkit.suite.StreamConformance;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** TLS on epoll. */
@EngineUnderTest("epoll")
@EnabledOnOs(value = OS.LINUX, disabledReason = "epoll is Linux's")
class EpollTlsTest {

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
  @EnabledIfSystemProperty(
      named = "ioserver.stress",
      matches = "true",
      disabledReason = "takes long")
  @ThroughLayer(TlsPeers.class)
  class BackpressureOverTls extends BackpressureConformance {}

  @Nested
  @ThroughLayer(TlsPeers.class)
  class CloseOverTls extends CloseConformance {}

  @Nested
  @EnabledIfSystemProperty(
      named = "ioserver.stress",
      matches = "true",
      disabledReason = "takes long")
  @ThroughLayer(TlsPeers.class)
  class PassiveReceiveOverTls extends PassiveReceiveConformance {}

  @Nested
  @EnabledIfSystemProperty(
      named = "ioserver.stress",
      matches = "true",
      disabledReason = "takes long")
  @ThroughLayer(TlsPeers.class)
  class FramingOverTls extends FramingConformance {}
}
