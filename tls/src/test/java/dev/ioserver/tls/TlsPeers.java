package dev.ioserver.tls;

import dev.ioserver.engine.api.Layer;
import dev.ioserver.testkit.fixture.PeerLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * TLS for the suite's classes: their peers are plain sockets, and {@link Relay} speaks TLS for
 * them.
 */
public final class TlsPeers implements PeerLayer {

  /** For the suite. */
  public TlsPeers() {}

  @Override
  public Layer server() {
    return Tls.server(TestCertificates.SERVING);
  }

  @Override
  public Layer client() {
    return Tls.client(TestCertificates.TRUSTING, "localhost");
  }

  @Override
  public Socket connect(SocketAddress address, int receiveBufferBytes) throws IOException {
    try (ServerSocket meeting = new ServerSocket()) {
      if (receiveBufferBytes > 0) {
        meeting.setReceiveBufferSize(receiveBufferBytes);
      }
      meeting.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      Socket raw = new Socket();
      Socket plain = new Socket();
      try {
        if (receiveBufferBytes > 0) {
          raw.setReceiveBufferSize(receiveBufferBytes);
          plain.setReceiveBufferSize(receiveBufferBytes);
        }
        raw.connect(address);
        plain.connect(meeting.getLocalSocketAddress());
        new Relay(meeting.accept(), raw).start();
        return plain;
      } catch (IOException e) {
        raw.close();
        plain.close();
        throw e;
      }
    }
  }
}
