package dev.ioserver.netty.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.netty.ServedHere;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Vert.x, unchanged but for its transport: servers and clients both run over this one. */
@Timeout(300)
@ExtendWith(ServedHere.class)
class VertxTest {

  private static final String HOST = "127.0.0.1";
  private static final int CONNECTIONS = 16;

  private final Random random = new Random(5);
  private final VertxTransport transport = new VertxTransport();
  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.builder().withTransport(transport).build();
  }

  @AfterEach
  void stop() throws Exception {
    get(vertx.close());
  }

  @Test
  void everyByteOfEveryRequestOfHttpComesBack() throws Exception {
    echoes(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_1_1));
  }

  @Test
  void andOfEveryStreamOfHttp2() throws Exception {
    echoes(
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false));
  }

  private void echoes(HttpClientOptions options) throws Exception {
    // What comes is sent on while it comes: back-pressure turns reading off and on.
    HttpServer server =
        get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      request.response().setChunked(request.version() != HttpVersion.HTTP_2);
                      request.pipeTo(request.response());
                    })
                .listen(0, HOST));
    HttpClient client =
        vertx.createHttpClient(
            options, new PoolOptions().setHttp1MaxSize(CONNECTIONS).setHttp2MaxSize(1));
    List<Buffer> sent = new ArrayList<>();
    List<Future<Buffer>> received = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Buffer body = body(i % 10 == 0 ? 500_000 : 20_000);
      sent.add(body);
      received.add(
          client
              .request(HttpMethod.POST, server.actualPort(), HOST, "/" + i)
              .compose(request -> answered(request, body, options.getProtocolVersion())));
    }
    for (int i = 0; i < sent.size(); i++) {
      assertEquals(sent.get(i), get(received.get(i)), "request " + i);
    }
    get(client.close());
    assertTrue(transport.events() > sent.size(), "the loops are not those of this transport");
  }

  private static Future<Buffer> answered(
      HttpClientRequest request, Buffer body, HttpVersion version) {
    return request
        .send(body)
        .compose(
            response -> {
              assertEquals(200, response.statusCode());
              assertEquals(version, response.version());
              return response.body();
            });
  }

  @Test
  void everyByteOfEveryConnectionComesBack() throws Exception {
    NetServer server =
        get(vertx.createNetServer().connectHandler(NetSocketPipe::echo).listen(0, HOST));
    List<Buffer> sent = new ArrayList<>();
    List<CompletableFuture<Buffer>> received = new ArrayList<>();
    NetClient client = vertx.createNetClient();
    for (int i = 0; i < CONNECTIONS; i++) {
      Buffer bytes = body(500_000);
      sent.add(bytes);
      NetSocket socket = get(client.connect(server.actualPort(), HOST));
      received.add(NetSocketPipe.collect(socket, bytes.length()));
      socket.write(bytes);
    }
    for (int i = 0; i < CONNECTIONS; i++) {
      assertEquals(sent.get(i), received.get(i).get(120, TimeUnit.SECONDS), "connection " + i);
    }
    // Vert.x closes the connections of a client that the collector finds nobody to hold.
    get(client.close());
  }

  private Buffer body(int most) {
    byte[] bytes = new byte[1 + random.nextInt(most)];
    random.nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  /** What both ends of a connection do. */
  private static final class NetSocketPipe {

    private NetSocketPipe() {}

    static void echo(NetSocket socket) {
      socket.pipeTo(socket);
    }

    /** So many bytes, and then the end of the connection. */
    static CompletableFuture<Buffer> collect(NetSocket socket, int length) {
      CompletableFuture<Buffer> all = new CompletableFuture<>();
      Buffer bytes = Buffer.buffer();
      socket.handler(
          part -> {
            bytes.appendBuffer(part);
            if (bytes.length() == length) {
              socket.end();
            }
          });
      socket.endHandler(end -> all.complete(bytes));
      socket.exceptionHandler(all::completeExceptionally);
      return all;
    }
  }
}
