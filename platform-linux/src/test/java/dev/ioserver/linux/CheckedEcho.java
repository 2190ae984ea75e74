package dev.ioserver.linux;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;

/**
 * A peer that checks each byte of the echo. An {@link IOException} is the connection's end; bytes
 * that are not what was sent, and an echo that never comes, are an {@link AssertionError}.
 */
final class CheckedEcho implements AutoCloseable {

  /** So large that a message has to wait to be written, in several chunks. */
  static final int MANY_BYTES = 1 << 20;

  private static final int BUFFER = 64 << 10;
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final Socket socket;
  private final Random random;

  /** A peer of a connection that stands. */
  CheckedEcho(Socket socket, long seed) throws IOException {
    this.socket = socket;
    this.random = new Random(seed);
    socket.setSoTimeout((int) FailingProcess.PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** A peer that will connect from a port of its own. */
  static CheckedEcho bound(long seed) throws IOException {
    return bound(seed, 0);
  }

  /**
   * A peer whose port is none that the other peers may get: what is said of it late, when it has
   * gone, is not taken for one of theirs.
   */
  static CheckedEcho boundApart(long seed) throws IOException {
    return bound(seed, 1);
  }

  private static CheckedEcho bound(long seed, int half) throws IOException {
    while (true) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(BUFFER);
      // Whoever is not finished is reset: it leaves nothing in TIME_WAIT.
      socket.setSoLinger(true, 0);
      socket.bind(new InetSocketAddress(HERE, 0));
      // Not the lowest bit, which the system has reasons of its own to choose.
      if ((socket.getLocalPort() >> 1 & 1) == half) {
        return new CheckedEcho(socket, seed);
      }
      socket.close();
    }
  }

  int localPort() {
    return socket.getLocalPort();
  }

  CheckedEcho connect(int port) throws IOException {
    socket.connect(new InetSocketAddress(HERE, port), (int) FailingProcess.PATIENCE_MILLIS);
    return this;
  }

  /** Sends so many bytes and reads them back. */
  void exchange(int length) throws IOException {
    byte[] sent = new byte[length];
    random.nextBytes(sent);
    socket.getOutputStream().write(sent);
    InputStream in = socket.getInputStream();
    byte[] got = new byte[length];
    int read = 0;
    while (read < length) {
      int n = read(in, got, read);
      if (n < 0) {
        throw new EOFException("after " + read + " of " + length);
      }
      for (int i = read; i < read + n; i++) {
        if (got[i] != sent[i]) {
          throw new AssertionError("byte " + i + " of " + length + " is wrong");
        }
      }
      read += n;
    }
  }

  /** Sends its end and reads the other's. */
  void finish() throws IOException {
    socket.shutdownOutput();
    if (read(socket.getInputStream(), new byte[1], 0) >= 0) {
      throw new AssertionError("a byte too many");
    }
  }

  /** Reads the other's end, whatever it is. */
  void expectEnd() {
    try {
      if (read(socket.getInputStream(), new byte[1], 0) >= 0) {
        throw new AssertionError("a byte too many");
      }
    } catch (IOException e) {
      // A reset is an end as well.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static int read(InputStream in, byte[] buffer, int from) throws IOException {
    try {
      return in.read(buffer, from, buffer.length - from);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("it hangs: neither bytes nor an end", e);
    }
  }
}
