package dev.ioserver.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.testkit.fixture.SocketFolder;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Unix sockets of this transport with itself, and with NIO on either side. */
@ExtendWith({ServedHere.class, UnixHere.class, NoLeaks.class})
class DomainSocketPairsTest {

  @Nested
  class OursWithOurs extends Pair {
    OursWithOurs() {
      super(false, false);
    }
  }

  @Nested
  class OursWithNio extends Pair {
    OursWithNio() {
      super(false, true);
    }
  }

  @Nested
  class NioWithOurs extends Pair {
    NioWithOurs() {
      super(true, false);
    }
  }

  /** A server and a client. */
  @Timeout(120)
  abstract static class Pair {

    private final boolean nioServer;
    private final boolean nioClient;
    private final SocketFolder folder = SocketFolder.open();
    private final Connections connections = new Connections(2);
    private final EventLoopGroup nio =
        new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

    Pair(boolean nioServer, boolean nioClient) {
      this.nioServer = nioServer;
      this.nioClient = nioClient;
    }

    @AfterEach
    void close() {
      nio.shutdownGracefully(0, 30, TimeUnit.SECONDS).syncUninterruptibly();
      connections.close();
      // Both remove what they have bound.
      assertEquals(0, folder.remove().size());
    }

    private Channel listen(ChannelHandler handler) throws InterruptedException {
      ServerBootstrap server =
          nioServer
              ? connections.server(nio, () -> handler, NioServerDomainSocketChannel::new)
              : connections.server(() -> handler, IoServerServerDomainSocketChannel::new);
      return server.bind(folder.next()).sync().channel();
    }

    private DuplexChannel connect(Channel listener, ChannelHandler handler)
        throws InterruptedException {
      Bootstrap client =
          nioClient
              ? new Bootstrap()
                  .group(nio)
                  .channelFactory(NioDomainSocketChannel::new)
                  .handler(handler)
              : connections.client(handler, IoServerDomainSocketChannel::new);
      return (DuplexChannel) client.connect(listener.localAddress()).sync().channel();
    }

    @Test
    void everyByteComesBack() throws Exception {
      Received received = new Received();
      Channel listener = listen(new Echo());
      DuplexChannel client = connect(listener, received);
      Random random = new Random(5);
      for (int round = 0; round < 200; round++) {
        byte[] bytes = bytes(1 + random.nextInt(round % 10 == 0 ? 300_000 : 3_000));
        client.writeAndFlush(Unpooled.wrappedBuffer(bytes));
        assertArrayEquals(bytes, received.bytes(bytes.length));
      }
    }

    @Test
    void buffersOfAllKindsArriveInOrder() throws Exception {
      Received received = new Received();
      DuplexChannel client = connect(listen(received), new Received());
      byte[] bytes = bytes(500_000);
      Random random = new Random(42);
      int at = 0;
      while (at < bytes.length) {
        int length = Math.min(random.nextInt(5_000), bytes.length - at);
        ByteBuf part =
            switch (random.nextInt(3)) {
              case 0 -> Unpooled.wrappedBuffer(bytes, at, length);
              case 1 -> client.alloc().directBuffer().writeBytes(bytes, at, length);
              default -> Unpooled.EMPTY_BUFFER;
            };
        client.write(part);
        at += part.readableBytes();
        if (random.nextInt(50) == 0) {
          client.flush();
        }
      }
      client.flush();
      assertArrayEquals(bytes, received.bytes(bytes.length));
    }

    @Test
    void partOfAFileIsSentBetweenBuffers(@TempDir Path files) throws Exception {
      Received received = new Received();
      DuplexChannel client = connect(listen(received), new Received());
      byte[] bytes = bytes(1_000_000);
      Path file = Files.write(files.resolve("file"), bytes);
      client.write(Unpooled.copiedBuffer(bytes, 0, 10));
      client.write(new DefaultFileRegion(file.toFile(), 10, 900_000));
      client.writeAndFlush(Unpooled.copiedBuffer(bytes, 900_010, 99_990));
      assertArrayEquals(bytes, received.bytes(bytes.length));
    }

    @Test
    void closeAfterAWriteLosesNothing() throws Exception {
      Received received = new Received();
      DuplexChannel client = connect(listen(received), new Received());
      Channel accepted = connections.accepted();
      byte[] bytes = bytes(3_000_000);
      client.writeAndFlush(Unpooled.wrappedBuffer(bytes)).sync();
      client.close().sync();
      assertArrayEquals(bytes, received.bytes(bytes.length));
      accepted.closeFuture().sync();
      assertTrue(received.isEmpty(), "no failure");
    }

    @Test
    void whoDoesNotReadStopsTheWriter() throws Exception {
      Received received = new Received();
      DuplexChannel client = connect(listen(received), new Received());
      Channel accepted = connections.accepted();
      accepted.eventLoop().submit(() -> accepted.config().setAutoRead(false)).sync();
      byte[] bytes = bytes(20_000_000);
      ChannelFuture written = client.writeAndFlush(Unpooled.wrappedBuffer(bytes));
      for (int i = 0; i < 100; i++) {
        client.eventLoop().submit(() -> {}).sync();
        accepted.eventLoop().submit(() -> {}).sync();
      }
      assertFalse(written.isDone(), "the kernel has taken it all");
      assertFalse(client.isWritable());
      assertTrue(received.isEmpty());
      accepted.config().setAutoRead(true);
      assertArrayEquals(bytes, received.bytes(bytes.length));
      written.sync();
      client.eventLoop().submit(() -> {}).sync();
      assertTrue(client.isWritable());
    }

    /** NIO's channel knows of no half-closure that others begin. */
    @Test
    void answerFollowsTheEndOfTheQuestion() throws Exception {
      Received question = new Received();
      Received answer = new Received();
      DuplexChannel client = connect(listen(question), answer);
      DuplexChannel accepted = (DuplexChannel) connections.accepted();
      ((DuplexChannelConfig) accepted.config()).setAllowHalfClosure(true);
      byte[] bytes = bytes(200_000);
      client.writeAndFlush(Unpooled.wrappedBuffer(bytes)).sync();
      if (nioServer) {
        assertArrayEquals(bytes, question.bytes(bytes.length));
      } else {
        client.shutdownOutput().sync();
        assertArrayEquals(bytes, question.bytes(bytes.length));
        question.end();
        assertTrue(accepted.isInputShutdown());
        assertFalse(accepted.isOutputShutdown());
      }
      accepted.writeAndFlush(Unpooled.wrappedBuffer(bytes));
      assertArrayEquals(bytes, answer.bytes(bytes.length));
      accepted.close().sync();
      client.closeFuture().sync();
      assertTrue(answer.isEmpty(), "no failure");
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
