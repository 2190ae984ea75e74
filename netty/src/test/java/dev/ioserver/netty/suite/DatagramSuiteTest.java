package dev.ioserver.netty.suite;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.testsuite.transport.socket.DatagramConnectNotExistsTest;
import io.netty.testsuite.transport.socket.DatagramConnectedWriteExceptionTest;
import io.netty.testsuite.transport.socket.DatagramMulticastIPv6Test;
import io.netty.testsuite.transport.socket.DatagramMulticastTest;
import io.netty.testsuite.transport.socket.DatagramUnicastIPv6MappedTest;
import io.netty.testsuite.transport.socket.DatagramUnicastIPv6Test;
import io.netty.testsuite.transport.socket.DatagramUnicastInetTest;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Netty's own suite over UDP. Each class runs as this transport with itself, and with NIO on either
 * side.
 */
@Tag("suite")
@ExtendWith({SuiteEnvironment.class, DatagramsHere.class})
class DatagramSuiteTest {

  @Nested
  class DatagramUnicastInet extends DatagramUnicastInetTest {
    @Override
    protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.datagrams(socketProtocolFamily());
    }

    @Override
    protected boolean disconnectMightFail(DatagramChannel channel) {
      return SuiteTransport.cannotDisconnect(channel) || super.disconnectMightFail(channel);
    }
  }

  @Nested
  class DatagramUnicastIPv6 extends DatagramUnicastIPv6Test {
    @Override
    protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.datagrams(socketProtocolFamily());
    }

    @Override
    protected boolean disconnectMightFail(DatagramChannel channel) {
      return SuiteTransport.cannotDisconnect(channel) || super.disconnectMightFail(channel);
    }
  }

  @Nested
  class DatagramUnicastIPv6Mapped extends DatagramUnicastIPv6MappedTest {
    @Override
    protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.datagrams(socketProtocolFamily());
    }

    @Override
    protected boolean disconnectMightFail(DatagramChannel channel) {
      return SuiteTransport.cannotDisconnect(channel) || super.disconnectMightFail(channel);
    }
  }

  @Nested
  @Tag("slow") // It waits for seconds; and what runs those has a network of its own.
  @ExtendWith(OwnNetwork.class)
  class DatagramMulticast extends DatagramMulticastTest {
    @Override
    protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.datagrams(socketProtocolFamily());
    }
  }

  @Nested
  @Tag("slow") // It waits for seconds; and what runs those has a network of its own.
  @ExtendWith(OwnNetwork.class)
  class DatagramMulticastIPv6 extends DatagramMulticastIPv6Test {
    @Override
    protected SocketProtocolFamily socketProtocolFamily() {
      return SocketProtocolFamily.INET6;
    }

    @Override
    protected List<BootstrapComboFactory<Bootstrap, Bootstrap>> newFactories() {
      return SuiteTransport.datagrams(socketProtocolFamily());
    }
  }

  @Nested
  class DatagramConnectNotExists extends DatagramConnectNotExistsTest {
    @Override
    protected List<BootstrapFactory<Bootstrap>> newFactories() {
      return SuiteTransport.datagramClients();
    }
  }

  @Nested
  class DatagramConnectedWriteException extends DatagramConnectedWriteExceptionTest {
    @Override
    protected List<BootstrapFactory<Bootstrap>> newFactories() {
      return SuiteTransport.datagramClients();
    }
  }
}
