package dev.ioserver.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/**
 * Between a plain socket and one of TLS, by the JDK: bytes and ends go through, a reset or a
 * failure of one side resets the other.
 */
final class Relay {

  private static final int PIECE = 16 << 10;

  private final Socket plain;

  /** Below TLS. */
  private final Socket raw;

  private final SSLSocket tls;

  /** Directions that have not ended. */
  private final AtomicInteger open = new AtomicInteger(2);

  Relay(Socket plain, Socket raw) throws IOException {
    this.plain = plain;
    this.raw = raw;
    plain.setTcpNoDelay(true);
    raw.setTcpNoDelay(true);
    tls =
        (SSLSocket)
            TestCertificates.TRUSTING
                .getSocketFactory()
                .createSocket(raw, "localhost", raw.getPort(), true);
  }

  void start() {
    Thread.ofPlatform().daemon().name("relay").start(this::run);
  }

  private void run() {
    try {
      tls.startHandshake();
    } catch (IOException e) {
      reset();
      return;
    }
    Thread.ofPlatform().daemon().name("relay-back").start(this::fromPort);
    toPort();
  }

  /** What cannot be written is given up: whether the port still has something to say is open. */
  private void toPort() {
    byte[] piece = new byte[PIECE];
    boolean heard = true;
    while (true) {
      int n;
      try {
        n = plain.getInputStream().read(piece);
      } catch (IOException e) {
        reset();
        return;
      }
      try {
        if (n < 0) {
          tls.shutdownOutput();
        } else if (heard) {
          tls.getOutputStream().write(piece, 0, n);
        }
      } catch (IOException e) {
        heard = false;
      }
      if (n < 0) {
        ended();
        return;
      }
    }
  }

  private void fromPort() {
    try {
      InputStream in = tls.getInputStream();
      OutputStream out = plain.getOutputStream();
      byte[] piece = new byte[PIECE];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        out.write(piece, 0, n);
      }
      plain.shutdownOutput();
      ended();
    } catch (IOException e) {
      reset();
    }
  }

  /** A direction has ended in good order. */
  private void ended() {
    if (open.decrementAndGet() == 0) {
      close(raw);
      close(plain);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private void reset() {
    for (Socket socket : new Socket[] {raw, plain}) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is closed already.
      }
      close(socket);
    }
  }
}
