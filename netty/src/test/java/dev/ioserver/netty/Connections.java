package dev.ioserver.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A group of loops, a listener, and connections of one test. */
final class Connections implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final IoServerIoHandlerFactory factory = IoServerIoHandler.newFactory();
  private final EventLoopGroup group;
  private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

  /** So many loops. */
  Connections(int loops) {
    group = new MultiThreadIoEventLoopGroup(loops, factory);
  }

  EventLoopGroup group() {
    return group;
  }

  /** What the loops have counted. */
  IoServerIoHandlerFactory factory() {
    return factory;
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  ServerBootstrap server(Supplier<ChannelHandler> handler) {
    return server(handler, IoServerServerSocketChannel::new);
  }

  ServerBootstrap server(Supplier<ChannelHandler> handler, ChannelFactory<ServerChannel> channels) {
    return server(group, handler, channels);
  }

  /** With channels of any transport, in a group of it. */
  ServerBootstrap server(
      EventLoopGroup loops,
      Supplier<ChannelHandler> handler,
      ChannelFactory<ServerChannel> channels) {
    return new ServerBootstrap()
        .group(loops)
        .channelFactory(channels)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handler.get(), new Announcer());
              }
            });
  }

  Bootstrap client(ChannelHandler handler) {
    return client(handler, IoServerSocketChannel::new);
  }

  Bootstrap client(ChannelHandler handler, ChannelFactory<Channel> channels) {
    return new Bootstrap().group(group).channelFactory(channels).handler(handler);
  }

  /** The next connection that a listener of {@link #server} has accepted. */
  Channel accepted() throws InterruptedException {
    Channel next = accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no connection came");
    }
    return next;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Announcer extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      accepted.add(context.channel());
      context.fireChannelActive();
    }
  }
}
