package dev.ioserver.bench.interest;

import dev.ioserver.bench.peer.NettyLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Connections of one loop of Netty with itself, on which nothing is sent. */
final class NettyConnections implements AutoCloseable {

  private final IoEventLoopGroup group;
  private final EventLoop loop;
  private final ChannelConfig[] configs;

  NettyConnections(String peer, int connections) throws InterruptedException {
    group = NettyLoops.open(peer);
    loop = group.next();
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(NettyLoops.serverChannel(peer))
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childHandler(new ChannelInboundHandlerAdapter())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    Bootstrap client =
        new Bootstrap()
            .group(group)
            .channel(NettyLoops.channel(peer))
            .handler(new ChannelInboundHandlerAdapter());
    configs = new ChannelConfig[connections];
    for (int i = 0; i < connections; i++) {
      configs[i] = client.connect(listener.localAddress()).sync().channel().config();
    }
  }

  /** The loop of all of them. */
  EventLoop loop() {
    return loop;
  }

  /** Turns reading off and on again. */
  void offAndOn(int connection) {
    configs[connection].setAutoRead(false);
    configs[connection].setAutoRead(true);
  }

  @Override
  public void close() {
    NettyLoops.close(group);
  }
}
