package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same echo server on Netty and on ioserver. Here, since Netty is a peer of the benchmarks. */
@Timeout(180)
class NettyGuideTest {

  // @start region="netty"
  static Channel before(EventLoopGroup loops, InetSocketAddress address)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(new Echo())
        .bind(address)
        .sync()
        .channel();
  }

  @Sharable
  static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.write(message); // which releases it
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  // @end

  // @start region="ioserver"
  static void after(Listener listener) throws InterruptedException {
    Select<Message> select = Select.of(listener);
    while (!listener.isDone()) {
      switch (select.receive()) {
        case Accepted accepted -> select.add(accepted.port().active(16));
        case Data data -> echo(data);
        case PeerClosed end -> end.port().close();
        case Failed failed -> log(failed.cause());
        default -> {}
      }
    }
  }

  static void echo(Data data) throws InterruptedException {
    try {
      data.port().send(data.bytes()); // copies the bytes
      data.port().active(1);
    } catch (ChannelClosedException e) {
      // the peer is gone
    } finally {
      data.release();
    }
  }

  // @end

  private static void log(Exception cause) {
    throw new AssertionError(cause);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static void echoes(SocketAddress server) throws Exception {
    try (Socket client = new Socket()) {
      client.connect(server);
      client.setSoTimeout(60_000);
      for (int i = 0; i < 40; i++) {
        client.getOutputStream().write(i);
        assertEquals(i, client.getInputStream().read());
      }
      client.shutdownOutput();
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void onNetty() throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      echoes(before(loops, anyPort()).localAddress());
    } finally {
      assertTrue(loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void onIoServer() throws Exception {
    try (IoServer io = IoServer.open()) {
      Listener listener = io.listen(anyPort());
      FutureTask<Void> server =
          new FutureTask<>(
              () -> {
                after(listener);
                return null;
              });
      Thread.ofVirtual().start(server);
      echoes(listener.localAddress());
      listener.close();
      server.get(60, TimeUnit.SECONDS);
    }
  }
}
