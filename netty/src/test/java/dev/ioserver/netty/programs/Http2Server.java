package dev.ioserver.netty.programs;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.AsciiString;

/**
 * A server of HTTP/2 without TLS, for clients that know it and for those that upgrade. It sends
 * back what it was sent.
 */
final class Http2Server {

  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private Http2Server() {}

  /** Prepares a connection. */
  static void prepare(Channel connection) {
    var first = new HttpServerCodec();
    var upgrade =
        new HttpServerUpgradeHandler(
            first,
            protocol ->
                AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)
                    ? new Http2ServerUpgradeCodec(
                        Http2FrameCodecBuilder.forServer().build(), streams())
                    : null,
            MOST_BYTES);
    connection
        .pipeline()
        .addLast(
            new CleartextHttp2ServerUpgradeHandler(
                first,
                upgrade,
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel known) {
                    known.pipeline().addLast(Http2FrameCodecBuilder.forServer().build(), streams());
                  }
                }));
  }

  private static ChannelHandler streams() {
    return new Http2MultiplexHandler(
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            stream
                .pipeline()
                .addLast(
                    new Http2StreamFrameToHttpObjectCodec(true),
                    new HttpObjectAggregator(MOST_BYTES),
                    new Echo());
          }
        });
  }

  private static final class Echo extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      ByteBuf body = request.content().retain();
      var response =
          new DefaultFullHttpResponse(request.protocolVersion(), HttpResponseStatus.OK, body);
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
      response.headers().set("path", request.uri());
      context.writeAndFlush(response);
    }
  }
}
