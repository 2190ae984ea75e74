package dev.ioserver.bench.datagram;

import dev.ioserver.bench.peer.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Does what datagrams ask for, see {@link Ask}, on one socket and one thread. */
abstract class DatagramServer implements AutoCloseable {

  /** Starts one, where it is known that the peer can run here. */
  static DatagramServer start(String peer) throws Exception {
    return switch (peer) {
      case Peers.JAVA_NIO -> new NioDatagramServer();
      case Peers.IOSERVER, Peers.IOSERVER_BATCH, Peers.IOSERVER_SEGMENTS, Peers.IOSERVER_NIO ->
          new PortDatagramServer(peer);
      case Peers.NETTY_NIO, Peers.NETTY_EPOLL, Peers.NETTY_EPOLL_SEGMENTS, Peers.NETTY_IOSERVER ->
          new NettyDatagramServer(peer);
      default -> throw new IllegalArgumentException(peer + " has no datagrams");
    };
  }

  /** The port that it is bound to. */
  abstract int port();

  @Override
  public abstract void close() throws IOException;

  /** Where all servers are bound, and all clients. */
  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }
}
