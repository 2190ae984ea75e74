package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.NettyLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A loop of Netty, with the handler that its own examples use. */
final class NettyEchoServer extends EchoServer {

  private final IoEventLoopGroup group;
  private final Channel listener;

  /** One of these. */
  static EchoServer open(String peer, boolean busy) throws InterruptedException {
    return new NettyEchoServer(peer, busy);
  }

  private NettyEchoServer(String peer, boolean busy) throws InterruptedException {
    group = NettyLoops.open(peer, busy);
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NettyLoops.serverChannel(peer))
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Echo())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    NettyLoops.close(group);
  }

  @ChannelHandler.Sharable
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      // Its failure is told to exceptionCaught.
      var _ = context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
