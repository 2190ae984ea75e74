package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.NettyLoops;
import dev.ioserver.bench.peer.Peers;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.SocketAddress;

/** A loop of Netty, with the handler that its own examples use. */
final class NettyEchoServer extends EchoServer {

  private final IoEventLoopGroup group;
  private final Channel listener;

  /** One of these. */
  static EchoServer open(String peer, boolean busy) throws InterruptedException {
    return new NettyEchoServer(
        NettyLoops.open(peer, busy),
        new ServerBootstrap()
            .channel(NettyLoops.serverChannel(peer))
            .childOption(ChannelOption.TCP_NODELAY, true),
        new Echo(),
        Place.anyPort());
  }

  /** The same over TLS; its handler does the work of handshakes on the loop, as it is by itself. */
  static EchoServer openTls(IoEventLoopGroup group, String peer, SslContext context)
      throws InterruptedException {
    Echo echo = new Echo();
    return new NettyEchoServer(
        group,
        new ServerBootstrap()
            .channel(NettyLoops.serverChannel(peer))
            .childOption(ChannelOption.TCP_NODELAY, true),
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(context.newHandler(channel.alloc()), echo);
          }
        },
        Place.anyPort());
  }

  /** The same over a Unix socket, on Netty's epoll. */
  static EchoServer openUnix() throws IOException, InterruptedException {
    return new NettyEchoServer(
        NettyLoops.open(Peers.NETTY_EPOLL, false),
        new ServerBootstrap().channel(EpollServerDomainSocketChannel.class),
        new Echo(),
        new DomainSocketAddress(Place.newFile().toString()));
  }

  private NettyEchoServer(
      IoEventLoopGroup group, ServerBootstrap bootstrap, ChannelHandler child, SocketAddress where)
      throws InterruptedException {
    this.group = group;
    listener =
        bootstrap
            .group(group)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childHandler(child)
            .bind(where)
            .sync()
            .channel();
  }

  @Override
  public SocketAddress address() {
    SocketAddress address = listener.localAddress();
    return address instanceof DomainSocketAddress unix ? Place.of(unix.path()) : address;
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

    /**
     * In TLS 1.3 the peer's close_notify ends one direction alone, and Netty leaves the other open.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslCloseCompletionEvent) {
        var _ = context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
