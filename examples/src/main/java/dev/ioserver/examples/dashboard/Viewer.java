package dev.ioserver.examples.dashboard;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Port;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A connection to the dashboard: it asks once, and gets a page, or events until it goes. */
final class Viewer {

  private final Port port;
  private final Request request = new Request();
  private final long beganNanos = System.nanoTime();
  private boolean answered;
  private boolean streams;

  Viewer(Port port) {
    this.port = port;
  }

  Request request() {
    return request;
  }

  /** Whether it has got its answer, or the beginning of it. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether it gets events. */
  boolean isStreaming() {
    return streams;
  }

  /** How long ago it came. */
  long ageNanos(long nowNanos) {
    return nowNanos - beganNanos;
  }

  /** Answers with all that there is, and closes. */
  void answer(String status, String type, byte[] body) {
    begin();
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "; charset=utf-8\r\nContent-Length: "
            + body.length
            + "\r\n"
            + HEADERS
            + "\r\n";
    send(head.getBytes(StandardCharsets.US_ASCII));
    send(body);
    port.close();
  }

  /** Begins to stream events. */
  void stream() {
    begin();
    streams = true;
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + HEADERS + "\r\n";
    send((head + "retry: 2000\n\n").getBytes(StandardCharsets.US_ASCII));
    // Whatever it says from now on is nobody's; its end is to be heard.
    port.activeUnlimited();
  }

  /** An event; a viewer that does not read as fast as they come is dropped. */
  void event(String name, String data) {
    send(("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
  }

  private void begin() {
    answered = true;
    port.pause();
    port.framing(Framing.raw());
  }

  private void send(byte[] bytes) {
    if (!port.isClosed() && !port.trySend(ByteBuffer.wrap(bytes))) {
      port.abort();
    }
  }

  /** It shows what is here, runs what is here, and asks nobody else. */
  private static final String HEADERS =
      "Connection: close\r\n"
          + "Cache-Control: no-store\r\n"
          + "X-Content-Type-Options: nosniff\r\n"
          + "Referrer-Policy: no-referrer\r\n"
          + "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline';"
          + " script-src 'unsafe-inline'; connect-src 'self'; img-src data:;"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n";
}
