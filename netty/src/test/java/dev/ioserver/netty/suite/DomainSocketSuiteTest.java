package dev.ioserver.netty.suite;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ioserver.netty.EdgesHere;
import dev.ioserver.netty.UnixHere;
import dev.ioserver.testkit.fixture.SocketFolder;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.testsuite.transport.socket.AbstractSocketShutdownOutputByPeerTest;
import io.netty.testsuite.transport.socket.CompositeBufferGatheringWriteTest;
import io.netty.testsuite.transport.socket.SocketAddressesTest;
import io.netty.testsuite.transport.socket.SocketAutoReadTest;
import io.netty.testsuite.transport.socket.SocketBufReleaseTest;
import io.netty.testsuite.transport.socket.SocketCancelWriteTest;
import io.netty.testsuite.transport.socket.SocketConditionalWritabilityTest;
import io.netty.testsuite.transport.socket.SocketDataReadInitialStateTest;
import io.netty.testsuite.transport.socket.SocketEchoTest;
import io.netty.testsuite.transport.socket.SocketExceptionHandlingTest;
import io.netty.testsuite.transport.socket.SocketFileRegionTest;
import io.netty.testsuite.transport.socket.SocketFixedLengthEchoTest;
import io.netty.testsuite.transport.socket.SocketGatheringWriteTest;
import io.netty.testsuite.transport.socket.SocketHalfClosedTest;
import io.netty.testsuite.transport.socket.SocketObjectEchoTest;
import io.netty.testsuite.transport.socket.SocketReadPendingTest;
import io.netty.testsuite.transport.socket.SocketRstTest;
import io.netty.testsuite.transport.socket.SocketSslGreetingTest;
import io.netty.testsuite.transport.socket.SocketStartTlsTest;
import io.netty.testsuite.transport.socket.SocketStringEchoTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Netty's own suite over Unix sockets, as Netty's epoll runs it. Each class runs as this transport
 * with itself, and with NIO on either side. What waits for seconds is tagged as slow.
 *
 * <p>Left out are the classes that name the addresses, the channels or the sockets of TCP:
 * SocketConnect, SocketConnectionAttempt, SocketMultipleConnect, SocketChannelNotYetConnected,
 * SocketCloseForcibly, SocketShutdownOutputBySelf, SocketSpdyEcho, SocketSslSessionReuse,
 * TrafficShapingHandler and WriteBeforeRegistered. What they say of closing and of shutting down,
 * the module's own tests say.
 */
@Tag("suite")
@ExtendWith({SuiteEnvironment.class, UnixHere.class})
class DomainSocketSuiteTest {

  private static SocketFolder folder;

  @BeforeAll
  static void makeFolder() {
    folder = SocketFolder.open();
  }

  @AfterAll
  static void removeFolder() {
    folder.close();
  }

  @Nested
  class CompositeBufferGatheringWrite extends CompositeBufferGatheringWriteTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  class SocketAutoRead extends SocketAutoReadTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  class SocketBufRelease extends SocketBufReleaseTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  class SocketCancelWrite extends SocketCancelWriteTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketConditionalWritability extends SocketConditionalWritabilityTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketDataReadInitialState extends SocketDataReadInitialStateTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  class SocketEcho extends SocketEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketExceptionHandling extends SocketExceptionHandlingTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  class SocketFileRegion extends SocketFileRegionTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketFixedLengthEcho extends SocketFixedLengthEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketGatheringWrite extends SocketGatheringWriteTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketObjectEcho extends SocketObjectEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketReadPending extends SocketReadPendingTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketSslGreeting extends SocketSslGreetingTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketStartTls extends SocketStartTlsTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  @Tag("slow")
  class SocketStringEcho extends SocketStringEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  class SocketAddresses extends SocketAddressesTest {
    @Override
    protected void assertAddress(SocketAddress address) {
      assertInstanceOf(UnixDomainSocketAddress.class, address);
    }

    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  /** NIO's Unix channels know of no half-closure that the peer begins. */
  @Nested
  @Tag("slow")
  class SocketHalfClosed extends SocketHalfClosedTest {
    /** The end of the peer is told to who does not read; the suite leaves NIO out itself. */
    @Test
    @Override
    @ExtendWith(EdgesHere.class)
    public void testAllDataReadEventTriggeredAfterHalfClosure(TestInfo testInfo) throws Throwable {
      super.testAllDataReadEventTriggeredAfterHalfClosure(testInfo);
    }

    @Test
    @Override
    @Disabled("it is about a state of TCP, and names the channel of TCP")
    public void testHalfClosureReceiveDataOnFinalWait2StateWhenSoLingerSet(TestInfo testInfo) {}

    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.ownDomainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  class SocketRst extends SocketRstTest {
    @Test
    @Override
    @Disabled("a Unix socket has no reset that SO_LINGER would make a close send")
    public void testSoLingerZeroCausesOnlyRstOnClose(TestInfo testInfo) {}

    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.domainSockets();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }
  }

  @Nested
  class SocketShutdownOutputByPeer extends AbstractSocketShutdownOutputByPeerTest<SocketChannel> {
    @Override
    protected List<BootstrapFactory<ServerBootstrap>> newFactories() {
      return SuiteTransport.domainServers();
    }

    @Override
    protected SocketAddress newSocketAddress() {
      return folder.next();
    }

    @Override
    protected SocketChannel newSocket() {
      try {
        return SocketChannel.open(StandardProtocolFamily.UNIX);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    protected void connect(SocketChannel socket, SocketAddress address) throws IOException {
      socket.connect(address);
    }

    @Override
    protected void write(SocketChannel socket, int data) throws IOException {
      socket.write(ByteBuffer.wrap(new byte[] {(byte) data}));
    }

    @Override
    protected void shutdownOutput(SocketChannel socket) throws IOException {
      socket.shutdownOutput();
    }

    @Override
    protected void close(SocketChannel socket) throws IOException {
      socket.close();
    }
  }
}
