package dev.ioserver.netty.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.ioserver.netty.ServedHere;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2: many streams in one connection, each with its own flow control. */
@Timeout(300)
@ExtendWith(ServedHere.class)
class Http2Test {

  private static final int ROUNDS = 5;
  private static final int STREAMS = 20;

  private final Random random = new Random(14);

  @Test
  void aClientThatUpgradesGetsBackEveryByteOfEveryStream() throws Exception {
    try (Program server = new Program(Http2Server::prepare);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      URI root = URI.create("http://127.0.0.1:" + server.port() + "/");
      HttpResponse<byte[]> first =
          client.send(HttpRequest.newBuilder(root).build(), BodyHandlers.ofByteArray());
      assertEquals(HttpClient.Version.HTTP_2, first.version());
      for (int round = 0; round < ROUNDS; round++) {
        List<byte[]> bodies = new ArrayList<>();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
          byte[] body = bytes(i == 0 ? 2_000_000 : 100_000);
          bodies.add(body);
          answers.add(
              client.sendAsync(
                  HttpRequest.newBuilder(root.resolve("/" + round + "/" + i))
                      .POST(BodyPublishers.ofByteArray(body))
                      .build(),
                  BodyHandlers.ofByteArray()));
        }
        for (int i = 0; i < STREAMS; i++) {
          HttpResponse<byte[]> answer = answers.get(i).get(120, TimeUnit.SECONDS);
          assertEquals(200, answer.statusCode());
          assertEquals(HttpClient.Version.HTTP_2, answer.version());
          assertEquals("/" + round + "/" + i, answer.headers().firstValue("path").orElseThrow());
          assertArrayEquals(bodies.get(i), answer.body());
        }
      }
    }
  }

  @Test
  void curlThatKnowsItGetsBackEveryByte(@TempDir Path folder) throws Exception {
    requireCurl();
    Path sent = folder.resolve("sent");
    Files.write(sent, bytes(5_000_000));
    try (Program server = new Program(Http2Server::prepare)) {
      for (int i = 0; i < 3; i++) {
        Path received = folder.resolve("received" + i);
        String said =
            curl(
                "--silent",
                "--show-error",
                "--http2-prior-knowledge",
                "--max-time",
                "120",
                "--data-binary",
                "@" + sent,
                "--output",
                received.toString(),
                "--write-out",
                "%{http_version} %{http_code}",
                "http://127.0.0.1:" + server.port() + "/" + i);
        assertEquals("2 200", said);
        assertEquals(-1, Files.mismatch(sent, received));
      }
    }
  }

  private byte[] bytes(int most) {
    byte[] bytes = new byte[1 + random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void requireCurl() throws Exception {
    String cause;
    try {
      cause = curl("--version").contains("HTTP2") ? null : "this curl does not speak HTTP/2";
    } catch (IOException e) {
      cause = "there is no curl: " + e.getMessage();
    }
    if (cause != null) {
      System.out.println("!! SKIPPED [netty] HTTP/2 with curl: " + cause);
      abort(cause);
    }
  }

  /** What it has printed. */
  private static String curl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl"));
    command.addAll(List.of(arguments));
    Process curl =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, curl.waitFor(), () -> command + " has failed; see above");
      return said;
    } finally {
      curl.destroyForcibly();
    }
  }
}
