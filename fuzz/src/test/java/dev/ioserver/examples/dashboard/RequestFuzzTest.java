package dev.ioserver.examples.dashboard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.port.FuzzPort;
import dev.ioserver.fuzz.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * What a browser, or anybody else, sends to the dashboard: in any pieces it is the same request;
 * there is an end to what is read of one; what was understood, written anew, is understood as the
 * same.
 *
 * <p>An input is the size of a piece, and what comes.
 */
class RequestFuzzTest extends FuzzTest {

  private static final Framing LINES = Framing.lines(500);
  private static final int MOST_LINES = 101;

  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    new RequestFuzzTest().check(input);
  }

  @Override
  protected List<byte[]> seeds() {
    return List.of(
        bytes("\6GET / HTTP/1.1\r\nHost: localhost:8080\r\nAccept: */*\r\n\r\n"),
        bytes("\1GET /events?a=b HTTP/1.1\r\nhost:[::1]:80\r\n\r\n"),
        bytes("\2POST / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        bytes("\3GET * FTP\r\n\r\n"),
        bytes("\7GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(120) + "\r\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  protected void check(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] wire = Arrays.copyOfRange(input, 1, input.length);
    Request whole = read(wire, Math.max(1, wire.length));
    assertEquals(text(whole), text(read(wire, 1)));
    assertEquals(text(whole), text(read(wire, 1 + (input[0] & 0xFF))));
    boolean own = Hosts.isOwn(whole.host(), ADDRESS);
    if (whole.isOver() && !whole.isBad()) {
      assertTrue(whole.path().startsWith("/") && whole.path().indexOf('?') < 0, whole.path());
      assertFalse(whole.path().contains(" "));
      String host = whole.host();
      byte[] anew =
          bytes(
              (whole.isGet() ? "GET " : "POST ")
                  + whole.path()
                  + " HTTP/1.1\r\nHost: "
                  + host
                  + (host.isEmpty() ? "" : ":80")
                  + "\r\n\r\n");
      Request again = read(anew, anew.length);
      assertEquals(text(whole), text(again));
      assertEquals(own, Hosts.isOwn(again.host(), ADDRESS));
    }
  }

  /** As the dashboard does it: line by line, until nothing more is needed. */
  private static Request read(byte[] wire, int piece) {
    Request request = new Request();
    int[] lines = new int[1];
    FuzzPort.watch(
        LINES,
        wire,
        line -> {
          if (!request.isOver()) {
            request.add(line);
            lines[0]++;
          }
        },
        piece);
    assertTrue(lines[0] <= MOST_LINES, "there is no end to it");
    return request;
  }

  private static String text(Request request) {
    return request.isOver()
        + " "
        + request.isBad()
        + " "
        + request.isGet()
        + " "
        + request.path()
        + " "
        + request.host();
  }
}
