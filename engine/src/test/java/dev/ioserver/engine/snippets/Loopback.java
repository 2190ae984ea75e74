package dev.ioserver.engine.snippets;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Where the examples listen, and for how long a test waits for what must come. */
final class Loopback {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private Loopback() {}

  /** A port that the system chooses. */
  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
