package dev.ioserver.netty.programs;

import dev.ioserver.netty.IoServerNetty;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server on this machine over this transport, with two loops. */
final class Program implements AutoCloseable {

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(2, IoServerNetty.newFactory());

  private final Channel listener;

  /** Starts one. */
  Program(Consumer<Channel> connection) throws InterruptedException {
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(IoServerNetty.serverSocketChannelClass())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connection.accept(channel);
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 60, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
