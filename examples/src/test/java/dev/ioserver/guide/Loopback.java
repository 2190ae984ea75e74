package dev.ioserver.guide;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;

/** Where the guides' programs listen, and for how long a test waits for what must come. */
final class Loopback {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Loopback() {}

  /** A port that the system chooses. */
  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** A plain client, whose reads do not wait for ever. */
  static Socket connect(SocketAddress server) throws IOException {
    Socket socket = new Socket();
    socket.connect(server);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }
}
