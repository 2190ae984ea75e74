package dev.ioserver.bench.echo;

import java.nio.charset.StandardCharsets;

/** What a client sends in {@link EchoTurns}, and what it gets back: a message. */
public enum Talk {
  /** 64 bytes, which come back. */
  ECHO(".".repeat(64), ".".repeat(64)),

  /** A request of HTTP/1.1 for a short text; servers on Netty alone know it. */
  HTTP(Talk.GET, Talk.OK),

  /** The same, asked for by wrk; our own client asks once before. */
  WRK(Talk.GET, Talk.OK);

  /** The body of an answer of HTTP. */
  static final String HELLO = "Hello, World!";

  private static final String GET =
      "GET /plaintext HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n";

  private static final String OK =
      "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 13\r\n\r\n" + Talk.HELLO;

  private final String request;
  private final String answer;

  Talk(String request, String answer) {
    this.request = request;
    this.answer = answer;
  }

  /** What the client sends. */
  byte[] request() {
    return request.getBytes(StandardCharsets.US_ASCII);
  }

  /** How many bytes come back. */
  int answerLength() {
    return answer.length();
  }

  /** Whether this is what comes back. */
  boolean isAnswer(byte[] received) {
    return answer.equals(new String(received, StandardCharsets.US_ASCII));
  }
}
