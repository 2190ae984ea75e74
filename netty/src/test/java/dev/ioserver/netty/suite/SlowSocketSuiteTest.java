package dev.ioserver.netty.suite;

import static org.junit.jupiter.api.Assumptions.abort;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.socket.SocketSslClientRenegotiateTest;
import io.netty.testsuite.transport.socket.SocketSslEchoTest;
import io.netty.testsuite.transport.socket.SocketSslGreetingTest;
import io.netty.testsuite.transport.socket.SocketSslSessionReuseTest;
import io.netty.testsuite.transport.socket.SocketStartTlsTest;
import io.netty.testsuite.transport.socket.TrafficShapingHandlerTest;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The part of Netty's own suite that takes minutes: TLS, and the shaping of traffic.
 *
 * <p>SocketSslLargeCertificateTest is left out: it names the channels of NIO itself.
 */
@Tag("suite")
@Tag("slow")
@ExtendWith(SuiteEnvironment.class)
class SlowSocketSuiteTest {

  @Nested
  class SocketSslClientRenegotiate extends SocketSslClientRenegotiateTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketSslEcho extends SocketSslEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketSslGreeting extends SocketSslGreetingTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketSslSessionReuse extends SocketSslSessionReuseTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }

    /** The suite has OpenSSL's engine in its list wherever it runs. */
    @ParameterizedTest(name = "{index}: serverEngine = {0}, clientEngine = {1}")
    @MethodSource("jdkAndOpenSSL")
    @Override
    public void testSslSessionTrustManagerResumption(
        SslContextBuilder server, SslContextBuilder client, TestInfo testInfo) throws Throwable {
      try {
        super.testSslSessionTrustManagerResumption(server, client, testInfo);
      } catch (UnsatisfiedLinkError e) {
        if (OpenSsl.isAvailable()) {
          throw e;
        }
        String why = testInfo.getDisplayName() + ": OpenSSL's engine does not load here";
        System.out.println("!! SKIPPED [netty] testSslSessionTrustManagerResumption, " + why);
        abort(why);
      }
    }
  }

  @Nested
  class SocketStartTls extends SocketStartTlsTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class TrafficShapingHandler extends TrafficShapingHandlerTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }
}
