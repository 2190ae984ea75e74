package dev.ioserver.bench.echo;

import java.nio.charset.StandardCharsets;

/** What a client sends in {@link EchoTurns}, and what it gets back: a message. */
public enum Talk {
  /** 64 bytes, which come back. */
  ECHO(".".repeat(64), ".".repeat(64)),

  /** A request of HTTP/1.1 for a short text; servers on Netty alone know it. */
  HTTP(Talk.GET, Talk.OK),

  /** The same, asked for by wrk; our own client asks once before. */
  WRK(Talk.GET, Talk.OK),

  /** As {@link #ECHO}, over TLS. */
  TLS(".".repeat(64), ".".repeat(64)),

  /** 64 KiB, which come back over TLS; two of them are under way, so that nobody waits. */
  TLS_BULK(".".repeat(64 << 10), ".".repeat(64 << 10)),

  /** A connection of TLS with a full handshake, one small message, and the end in both ways. */
  TLS_HANDSHAKES(".", "."),

  /** As {@link #TLS_HANDSHAKES}, where client and server remember each other. */
  TLS_RESUMPTIONS(".", ".");

  /** The body of an answer of HTTP. */
  static final String HELLO = "Hello, World!";

  private static final String GET =
      "GET /plaintext HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n";

  private static final String OK =
      "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 13\r\n\r\n" + Talk.HELLO;

  /**
   * Messages with each server that make sure of compiled code. The last methods are compiled after
   * some 300,000; what is compiled after this number is too little to show in a median.
   */
  private static final int MANY = 200_000;

  private final String request;
  private final String answer;

  Talk(String request, String answer) {
    this.request = request;
    this.answer = answer;
  }

  /** Whether it is about TLS. */
  public boolean isTls() {
    return switch (this) {
      case ECHO, HTTP, WRK -> false;
      case TLS, TLS_BULK, TLS_HANDSHAKES, TLS_RESUMPTIONS -> true;
    };
  }

  /** Messages with each server before anything is measured. */
  public int warmUp() {
    return switch (this) {
      case ECHO, HTTP -> MANY;
      case WRK -> 4 * MANY;
      case TLS -> MANY / 4;
      case TLS_BULK -> MANY / 40;
      case TLS_HANDSHAKES, TLS_RESUMPTIONS -> MANY / 400;
    };
  }

  /** Messages of a turn with one connection: some milliseconds of them. */
  int turn() {
    return switch (this) {
      case ECHO, HTTP, WRK -> 200;
      case TLS -> 100;
      case TLS_BULK -> 40;
      case TLS_HANDSHAKES, TLS_RESUMPTIONS -> 10;
    };
  }

  /** Messages under way at once with one connection. */
  int window() {
    return this == TLS_BULK ? 2 : 1;
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
