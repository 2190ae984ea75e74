package dev.ioserver.netty.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.netty.ServedHere;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSocket: messages in frames, over a connection that began as HTTP. */
@Timeout(300)
@ExtendWith(ServedHere.class)
class WebSocketTest {

  private static final int MESSAGES = 200;
  private static final int UNDER_WAY = 8;
  private static final int MOST_BYTES = 1 << 20;

  @Test
  void everyMessageComesBackWholeAndTheCloseIsAnswered() throws Exception {
    Random random = new Random(20);
    Received received = new Received();
    try (Program server = new Program(WebSocketTest::prepare);
        HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/echo"), received)
              .get(120, TimeUnit.SECONDS);
      byte[][] sent = new byte[MESSAGES][];
      for (int i = 0; i < MESSAGES; i++) {
        sent[i] = new byte[1 + random.nextInt(i % 20 == 0 ? 300_000 : 5_000)];
        random.nextBytes(sent[i]);
        send(socket, sent[i]);
        if (i >= UNDER_WAY) {
          assertArrayEquals(sent[i - UNDER_WAY], received.next(), "message " + (i - UNDER_WAY));
        }
      }
      for (int i = MESSAGES - UNDER_WAY; i < MESSAGES; i++) {
        assertArrayEquals(sent[i], received.next(), "message " + i);
      }
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "over").get(120, TimeUnit.SECONDS);
      assertEquals(WebSocket.NORMAL_CLOSURE, received.closed.get(120, TimeUnit.SECONDS));
    }
  }

  /** In two frames, where there are two bytes. */
  private static void send(WebSocket socket, byte[] message) throws Exception {
    int half = message.length / 2;
    if (half > 0) {
      socket.sendBinary(ByteBuffer.wrap(message, 0, half), false).get(120, TimeUnit.SECONDS);
    }
    socket
        .sendBinary(ByteBuffer.wrap(message, half, message.length - half), true)
        .get(120, TimeUnit.SECONDS);
  }

  private static void prepare(Channel connection) {
    connection
        .pipeline()
        .addLast(
            new HttpServerCodec(),
            new HttpObjectAggregator(MOST_BYTES),
            new WebSocketServerProtocolHandler("/echo", null, false, MOST_BYTES),
            new Echo());
  }

  /** Each frame is sent back as it came, the parts of a message too. */
  private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      context.writeAndFlush(frame.retain());
    }
  }

  private static final class Received implements WebSocket.Listener {

    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    byte[] next() throws Exception {
      byte[] message = messages.poll(120, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError(closed.isDone() ? "closed: " + closed : "no message came back");
      }
      return message;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      parts.writeBytes(part);
      if (last) {
        messages.add(parts.toByteArray());
        parts.reset();
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
