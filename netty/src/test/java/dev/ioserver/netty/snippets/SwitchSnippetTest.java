package dev.ioserver.netty.snippets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.netty.IoServerNetty;
import dev.ioserver.netty.ServedHere;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A program that is unchanged but for its transport, and a client that checks every byte. */
@Timeout(120)
@ExtendWith(ServedHere.class)
class SwitchSnippetTest {

  private static Channel start(SocketAddress address) throws InterruptedException {
    // @start region="switch"
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(IoServerNetty.newFactory());
    Channel listener = HttpServer.start(group, IoServerNetty.serverSocketChannelClass(), address);
    // @end
    listener.closeFuture().addListener(closed -> group.shutdownGracefully(0, 10, TimeUnit.SECONDS));
    return listener;
  }

  @Test
  void serverOfHttpSendsBackEveryByte() throws Exception {
    Channel listener = start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    URI root = URI.create("http://127.0.0.1:" + port + "/");
    Random random = new Random(7);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int round = 0; round < 20; round++) {
        List<byte[]> bodies = new ArrayList<>();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          byte[] body = new byte[random.nextInt(i == 0 ? 2_000_000 : 20_000)];
          random.nextBytes(body);
          bodies.add(body);
          answers.add(
              client.sendAsync(
                  HttpRequest.newBuilder(root.resolve("/" + round + "/" + i))
                      .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofByteArray()));
        }
        for (int i = 0; i < answers.size(); i++) {
          HttpResponse<byte[]> answer = answers.get(i).get(60, TimeUnit.SECONDS);
          assertEquals(200, answer.statusCode());
          assertEquals("/" + round + "/" + i, answer.headers().firstValue("Path").orElseThrow());
          assertArrayEquals(bodies.get(i), answer.body());
        }
      }
    } finally {
      listener.close().sync();
    }
  }
}
