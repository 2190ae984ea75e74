package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Idle;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.api.IdleStrategy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sends back what it receives, on one loop with one thread. */
abstract class EchoServer implements AutoCloseable {

  /**
   * Starts one.
   *
   * @param busy whether it looks at the kernel again and again rather than blocking
   */
  static EchoServer start(String peer, boolean busy) throws Exception {
    Peers.require(peer);
    IdleStrategy idle = busy ? IdleStrategy.busy() : Idle.chosen();
    return switch (peer) {
      case Peers.IOSERVER, Peers.IOSERVER_NIO -> new PortEchoServer(peer, idle);
      case Peers.IOSERVER_ADAPTIVE -> new PortEchoServer(Peers.IOSERVER, IdleStrategy.adaptive());
      case Peers.IOSERVER_BUSY -> new PortEchoServer(Peers.IOSERVER, IdleStrategy.busy());
      case Peers.IOSERVER_SELECTOR -> new SelectorEchoServer(idle);
      case Peers.JAVA_NIO -> new NioEchoServer(busy, false);
      case Peers.JAVA_NIO_KEYS -> new NioEchoServer(busy, true);
      case Peers.NETTY_NIO, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING ->
          new NettyEchoServer(peer, busy);
      case Peers.C, Peers.MIO -> new ProcessEchoServer(peer, busy);
      default -> throw new IllegalArgumentException(peer + " cannot echo");
    };
  }

  /** The port that it listens on. */
  abstract int port();

  final InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
  }

  @Override
  public abstract void close() throws IOException;
}
