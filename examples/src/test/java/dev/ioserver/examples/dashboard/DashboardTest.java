package dev.ioserver.examples.dashboard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.PortSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the dashboard answers, byte by byte; the page in a browser is another test's. */
@Timeout(60)
class DashboardTest {

  private static final Duration OFTEN = Duration.ofMillis(5);

  /** A second's worth of it fills what the kernel keeps of a connection. */
  private static final String LONG_NAME = "x".repeat(20_000);

  private final AtomicLong orders = new AtomicLong();

  private final class Source implements DashboardSource {
    private final String name;

    Source(String name) {
      this.name = name;
    }

    @Override
    public Sample sample() {
      return new Sample(
          Map.of(name, orders.addAndGet(10)),
          Map.of("a \"quoted\" loss", 3L),
          new Sample.Percentiles(1.25, 2, 3),
          List.of());
    }

    @Override
    public List<PortSnapshot> ports() {
      return List.of();
    }
  }

  private Dashboard start(String name) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return Dashboard.start(any, null, "a <title> & more", new Source(name), OFTEN);
  }

  private static Socket ask(Dashboard dashboard, String request) throws IOException {
    Socket socket = new Socket(dashboard.address().getAddress(), dashboard.address().getPort());
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  private static String answer(Dashboard dashboard, String request) throws IOException {
    try (Socket socket = ask(dashboard, request)) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  @Test
  void thePageNeedsNothingElse() throws Exception {
    try (Dashboard dashboard = start("orders")) {
      String answer = answer(dashboard, get("/"));
      assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
      assertTrue(answer.contains("<title>a &lt;title> &amp; more</title>"), answer);
      assertTrue(answer.contains("Content-Security-Policy: default-src 'none'"), answer);
      String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      assertTrue(
          answer.contains("Content-Length: " + body.getBytes(UTF_8).length + "\r\n"), answer);
      // The name of SVG is one, and nobody's address.
      String links = body.replace("http://www.w3.org/2000/svg", "");
      assertFalse(links.contains("http:") || links.contains("https:"), "no outside assets");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /x HTTP/1.1#Host: localhost             | 404
          POST / HTTP/1.1#Host: localhost             | 405
          HEAD / HTTP/1.1#Host: localhost             | 405
          GET / HTTP/1.1#Host: elsewhere.example      | 421
          GET / HTTP/1.1#Host: elsewhere.example:8080 | 421
          GET / HTTP/1.1#Host: 127.0.0.1:8080         | 200
          GET / HTTP/1.1#Host: [::1]:8080             | 200
          GET / HTTP/1.1#HOST: LOCALHOST:80           | 200
          GET /?query HTTP/1.0#X: y                   | 200
          GET / HTTP/1.1#Host: a#Host: b              | 400
          GET /                                       | 400
          GET http://localhost/ HTTP/1.1              | 400
          hello                                       | 400
          GET / HTTP/2#Host: localhost                | 400
          """)
  void eachRequestHasOneAnswer(String request, int status) throws Exception {
    try (Dashboard dashboard = start("orders")) {
      String answer = answer(dashboard, request.strip().replace("#", "\r\n") + "\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 20000", "200, 10"})
  void whoAsksTooMuchIsDropped(int lines, int length) throws Exception {
    try (Dashboard dashboard = start("orders")) {
      String request = "GET / HTTP/1.1\r\n" + ("x".repeat(length) + "\r\n").repeat(lines);
      try {
        String answer = answer(dashboard, request);
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "), answer);
      } catch (java.net.SocketException e) {
        // A reset, for what it has sent meanwhile.
      }
      assertTrue(answer(dashboard, get("/")).contains("200 OK"), "it serves others");
    }
  }

  @Test
  void eventsComeUntilTheViewerGoes() throws Exception {
    try (Dashboard dashboard = start("orders")) {
      try (Socket socket = ask(dashboard, get("/events"));
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
        assertEquals("HTTP/1.1 200 OK", lines.readLine());
        List<String> plots = new ArrayList<>();
        boolean past = false;
        boolean ports = false;
        while (plots.size() < 3) {
          String line = lines.readLine();
          assertNotNull(line);
          past |= line.equals("event: past");
          ports |= line.equals("data: {\"count\":0,\"ports\":[]}");
          if (line.equals("event: plot")) {
            plots.add(lines.readLine());
          }
        }
        assertTrue(past && ports);
        String plot = plots.getLast();
        assertTrue(plot.startsWith("data: {\"time\":"), plot);
        assertTrue(plot.matches(".*\"rates\":\\{\"orders\":[1-9][0-9.]*}.*"), plot);
        assertTrue(plot.contains("\"losses\":{\"a \\\"quoted\\\" loss\":3}"), plot);
        assertTrue(plot.contains("\"roundTrips\":{\"p50\":1.3,\"p99\":2,\"max\":3}"), plot);
        assertEquals(1, dashboard.viewers());
      }
      until(dashboard, 0);
    }
  }

  @Test
  void oneViewerTooManyIsToldSo() throws Exception {
    try (Dashboard dashboard = start("orders")) {
      List<Socket> viewers = new ArrayList<>();
      try {
        for (int i = 0; i < Dashboard.MOST_VIEWERS; i++) {
          viewers.add(ask(dashboard, get("/events")));
        }
        until(dashboard, Dashboard.MOST_VIEWERS);
        String refused = answer(dashboard, "");
        assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
        viewers.removeLast().close();
        until(dashboard, Dashboard.MOST_VIEWERS - 1);
        assertTrue(answer(dashboard, get("/")).startsWith("HTTP/1.1 200 "));
      } finally {
        for (Socket viewer : viewers) {
          viewer.close();
        }
      }
    }
  }

  /** One that reads nothing costs a bounded memory, and then its connection. */
  @Test
  void aSlowViewerIsDropped() throws Exception {
    try (Dashboard dashboard = start(LONG_NAME);
        Socket slow = ask(dashboard, get("/events"))) {
      until(dashboard, 1);
      until(dashboard, 0);
      assertThrows(IOException.class, () -> slow.getInputStream().readAllBytes());
    }
  }

  @Test
  void anAddressThatIsTakenIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
      assertThrows(
          IOException.class, () -> Dashboard.start(address, "nio", "x", new Source("orders")));
    }
  }

  private static void until(Dashboard dashboard, int viewers) throws InterruptedException {
    while (dashboard.viewers() != viewers) {
      Thread.sleep(2); // the time limit of the test ends it
    }
  }
}
