package dev.ioserver.tls;

import dev.ioserver.testkit.suite.EngineUnderTest;
import org.junit.jupiter.api.Nested;
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
}
