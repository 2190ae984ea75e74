package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Idle;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.api.IdleStrategy;

/** Sends back what it receives, on one loop with one thread. */
abstract class EchoServer implements LocalServer {

  /**
   * Starts one.
   *
   * @param busy whether it looks at the kernel again and again rather than blocking
   */
  static EchoServer start(String peer, boolean busy) throws Exception {
    Peers.require(peer);
    return startUnasked(peer, busy);
  }

  /** As the other, where it is known that the peer can run here: nothing is loaded to find out. */
  static EchoServer startUnasked(String peer, boolean busy) throws Exception {
    // By methods, and not by constructors: to check that what is made is an EchoServer, the JVM
    // would load the classes of all others too.
    return switch (peer) {
      case Peers.IOSERVER, Peers.IOSERVER_NIO -> PortEchoServer.open(peer, idle(busy));
      case Peers.IOSERVER_ADAPTIVE -> PortEchoServer.open(Peers.IOSERVER, IdleStrategy.adaptive());
      case Peers.IOSERVER_BUSY -> PortEchoServer.open(Peers.IOSERVER, IdleStrategy.busy());
      case Peers.IOSERVER_SELECTOR -> SelectorEchoServer.open(idle(busy));
      case Peers.JAVA_NIO -> NioEchoServer.open(busy, false);
      case Peers.JAVA_NIO_KEYS -> NioEchoServer.open(busy, true);
      case Peers.NETTY_NIO, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING, Peers.NETTY_IOSERVER ->
          NettyEchoServer.open(peer, busy);
      case Peers.IOSERVER_UNIX -> PortEchoServer.openUnix();
      case Peers.JAVA_NIO_UNIX -> NioEchoServer.openUnix();
      case Peers.NETTY_EPOLL_UNIX -> NettyEchoServer.openUnix();
      case Peers.C, Peers.MIO -> ProcessEchoServer.open(peer, busy);
      default -> throw new IllegalArgumentException(peer + " cannot echo");
    };
  }

  private static IdleStrategy idle(boolean busy) {
    return busy ? IdleStrategy.busy() : Idle.chosen();
  }
}
