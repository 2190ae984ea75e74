package dev.ioserver.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** The other end of a connection, by plain blocking sockets: it shares nothing with the engine. */
final class Peer implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  static Peer connect(InetSocketAddress address) throws IOException {
    return new Peer(new Socket(address.getAddress(), address.getPort()));
  }

  /** With a small receive buffer, so that a peer that does not read is felt soon. */
  static Peer connectSmall(InetSocketAddress address, int bufferBytes) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(bufferBytes);
    socket.connect(address, TIMEOUT_MILLIS);
    return new Peer(socket);
  }

  Socket socket() {
    return socket;
  }

  void write(byte... bytes) throws IOException {
    out.write(bytes);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  byte[] read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the end after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  /** Reads so many bytes of text. */
  String readText(int length) throws IOException {
    return new String(read(length), StandardCharsets.UTF_8);
  }

  /** Reads until the end; the checksum and the length of what came. */
  Sum readAll() throws IOException {
    return readAtMost(Long.MAX_VALUE);
  }

  /** Reads so many bytes, or until the end. */
  Sum readAtMost(long bytes) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[64 << 10];
    long length = 0;
    while (length < bytes) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - length));
      if (n < 0) {
        break;
      }
      crc.update(buffer, 0, n);
      length += n;
    }
    return new Sum(length, crc.getValue());
  }

  /** Writes so many random bytes in random fragments. */
  Sum writeRandom(long bytes, Random random) throws IOException {
    byte[] block = new byte[1 << 20];
    random.nextBytes(block);
    CRC32 crc = new CRC32();
    for (long done = 0; done < bytes; ) {
      int bound = random.nextInt(4) == 0 ? 64 : 64 << 10;
      int length = (int) Math.min(1 + random.nextInt(bound), bytes - done);
      int offset = random.nextInt(block.length - length);
      out.write(block, offset, length);
      crc.update(block, offset, length);
      done += length;
    }
    return new Sum(bytes, crc.getValue());
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether the peer of this peer has closed in good order: the next read says so. */
  boolean readsEnd() throws IOException {
    return in.read() < 0;
  }

  /** Whether the next read says that the connection was reset. */
  boolean readsReset() throws IOException {
    try {
      while (in.read() >= 0) {
        // What was sent before the reset may still come.
      }
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Closes with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** How many bytes and their checksum. */
  record Sum(long length, long crc) {}
}
