package dev.ioserver.netty.suite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ioserver.netty.EdgesHere;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.testsuite.transport.socket.AbstractSocketReuseFdTest;
import io.netty.testsuite.transport.socket.CompositeBufferGatheringWriteTest;
import io.netty.testsuite.transport.socket.ServerSocketSuspendTest;
import io.netty.testsuite.transport.socket.SocketAddressesTest;
import io.netty.testsuite.transport.socket.SocketAutoReadTest;
import io.netty.testsuite.transport.socket.SocketBufReleaseTest;
import io.netty.testsuite.transport.socket.SocketCancelWriteTest;
import io.netty.testsuite.transport.socket.SocketChannelNotYetConnectedTest;
import io.netty.testsuite.transport.socket.SocketCloseForciblyTest;
import io.netty.testsuite.transport.socket.SocketConditionalWritabilityTest;
import io.netty.testsuite.transport.socket.SocketConnectTest;
import io.netty.testsuite.transport.socket.SocketConnectionAttemptTest;
import io.netty.testsuite.transport.socket.SocketDataReadInitialStateTest;
import io.netty.testsuite.transport.socket.SocketEchoTest;
import io.netty.testsuite.transport.socket.SocketExceptionHandlingTest;
import io.netty.testsuite.transport.socket.SocketFileRegionTest;
import io.netty.testsuite.transport.socket.SocketFixedLengthEchoTest;
import io.netty.testsuite.transport.socket.SocketGatheringWriteTest;
import io.netty.testsuite.transport.socket.SocketHalfClosedTest;
import io.netty.testsuite.transport.socket.SocketMultipleConnectTest;
import io.netty.testsuite.transport.socket.SocketObjectEchoTest;
import io.netty.testsuite.transport.socket.SocketReadPendingTest;
import io.netty.testsuite.transport.socket.SocketRstTest;
import io.netty.testsuite.transport.socket.SocketShutdownOutputByPeerTest;
import io.netty.testsuite.transport.socket.SocketShutdownOutputBySelfTest;
import io.netty.testsuite.transport.socket.SocketSpdyEchoTest;
import io.netty.testsuite.transport.socket.SocketStringEchoTest;
import io.netty.testsuite.transport.socket.WriteBeforeRegisteredTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Netty's own suite over TCP. Each class runs as this transport with itself, and with NIO on either
 * side. What waits for seconds is tagged as slow.
 */
@Tag("suite")
@ExtendWith(SuiteEnvironment.class)
class SocketSuiteTest {

  @Nested
  class CompositeBufferGatheringWrite extends CompositeBufferGatheringWriteTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketAutoRead extends SocketAutoReadTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketBufRelease extends SocketBufReleaseTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketCancelWrite extends SocketCancelWriteTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketCloseForcibly extends SocketCloseForciblyTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketConditionalWritability extends SocketConditionalWritabilityTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketConnect extends SocketConnectTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketDataReadInitialState extends SocketDataReadInitialStateTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketEcho extends SocketEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  @Tag("slow")
  class SocketExceptionHandling extends SocketExceptionHandlingTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketFileRegion extends SocketFileRegionTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketFixedLengthEcho extends SocketFixedLengthEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  @Tag("slow")
  class SocketGatheringWrite extends SocketGatheringWriteTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

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

    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketObjectEcho extends SocketObjectEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  @Tag("slow")
  class SocketReadPending extends SocketReadPendingTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketRst extends SocketRstTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketSpdyEcho extends SocketSpdyEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketStringEcho extends SocketStringEchoTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketAddresses extends SocketAddressesTest {
    @Override
    protected void assertAddress(SocketAddress address) {
      InetSocketAddress inet = assertInstanceOf(InetSocketAddress.class, address);
      assertNotEquals(0, inet.getPort());
      assertFalse(inet.getAddress().isAnyLocalAddress());
    }

    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketReuseFd extends AbstractSocketReuseFdTest {
    @Override
    protected SocketAddress newSocketAddress() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketMultipleConnect extends SocketMultipleConnectTest {
    @Override
    protected List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.combinations();
    }
  }

  @Nested
  class SocketChannelNotYetConnected extends SocketChannelNotYetConnectedTest {
    @Override
    protected List<BootstrapFactory<Bootstrap>> newFactories() {
      return SuiteTransport.clients();
    }
  }

  @Nested
  @Tag("slow")
  class SocketConnectionAttempt extends SocketConnectionAttemptTest {
    @Override
    protected List<BootstrapFactory<Bootstrap>> newFactories() {
      return SuiteTransport.clients();
    }

    @Test
    @Override
    public void testConnectTimeout(TestInfo testInfo) throws Throwable {
      OnABusyMachine.once(() -> super.testConnectTimeout(testInfo));
    }

    @Test
    @Override
    public void testConnectCancellation(TestInfo testInfo) throws Throwable {
      OnABusyMachine.once(() -> super.testConnectCancellation(testInfo));
    }
  }

  @Nested
  class SocketShutdownOutputBySelf extends SocketShutdownOutputBySelfTest {
    @Override
    protected List<BootstrapFactory<Bootstrap>> newFactories() {
      return SuiteTransport.clients();
    }
  }

  @Nested
  class WriteBeforeRegistered extends WriteBeforeRegisteredTest {
    @Override
    protected List<BootstrapFactory<Bootstrap>> newFactories() {
      return SuiteTransport.clients();
    }
  }

  @Nested
  class ServerSocketSuspend extends ServerSocketSuspendTest {
    @Override
    protected List<BootstrapFactory<ServerBootstrap>> newFactories() {
      return SuiteTransport.servers();
    }
  }

  @Nested
  class SocketShutdownOutputByPeer extends SocketShutdownOutputByPeerTest {
    @Override
    protected List<BootstrapFactory<ServerBootstrap>> newFactories() {
      return SuiteTransport.servers();
    }
  }
}
