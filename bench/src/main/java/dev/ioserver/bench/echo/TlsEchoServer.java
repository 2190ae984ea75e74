package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.NettyLoops;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.tls.BareTlsServer;
import dev.ioserver.bench.tls.BenchKeys;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Sends back what it receives, over TLS 1.3 by the JDK's provider, on one loop with one thread. */
final class TlsEchoServer {

  private TlsEchoServer() {}

  /** Starts one, where it is known that the peer can run here. */
  static LocalServer start(String peer, Path keys) throws Exception {
    return switch (peer) {
      case Peers.IOSERVER, Peers.IOSERVER_NIO, Peers.IOSERVER_INLINE ->
          PortEchoServer.openTls(peer, BenchKeys.serving(keys));
      case Peers.NETTY_NIO, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING, Peers.NETTY_IOSERVER ->
          NettyEchoServer.openTls(NettyLoops.open(peer, false), peer, netty(keys));
      case Peers.SSL_ENGINE, Peers.SSL_ENGINE_DIRECT ->
          new Bare(
              new BareTlsServer(
                  Place.anyPort(), BenchKeys.serving(keys), peer.equals(Peers.SSL_ENGINE_DIRECT)));
      default -> throw new IllegalArgumentException(peer + " does not speak TLS here");
    };
  }

  private static SslContext netty(Path keys) throws Exception {
    return SslContextBuilder.forServer(BenchKeys.keys(keys))
        .sslProvider(SslProvider.JDK)
        .protocols(BenchKeys.PROTOCOL)
        .ciphers(List.of(BenchKeys.CIPHER_SUITE))
        .build();
  }

  private record Bare(BareTlsServer server) implements LocalServer {

    @Override
    public SocketAddress address() {
      return server.address();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
