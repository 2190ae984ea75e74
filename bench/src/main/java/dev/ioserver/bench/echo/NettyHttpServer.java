package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.NettyLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** A loop of Netty that answers every request of HTTP/1.1 with a short text. */
final class NettyHttpServer implements LocalServer {

  private final IoEventLoopGroup group;
  private final Channel listener;

  NettyHttpServer(String peer) throws InterruptedException {
    group = NettyLoops.open(peer, false);
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NettyLoops.serverChannel(peer))
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new Hello());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  @Override
  public SocketAddress address() {
    return listener.localAddress();
  }

  @Override
  public void close() {
    NettyLoops.close(group);
  }

  @ChannelHandler.Sharable
  private static final class Hello extends SimpleChannelInboundHandler<HttpObject> {

    private static final ByteBuf TEXT =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer()
                .writeBytes(Talk.HELLO.getBytes(StandardCharsets.US_ASCII))
                .asReadOnly());

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (part instanceof HttpRequest) {
        FullHttpResponse answer =
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, TEXT.duplicate());
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
        answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, TEXT.readableBytes());
        // Its failure is told to exceptionCaught.
        var _ = context.write(answer, context.voidPromise());
      }
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
