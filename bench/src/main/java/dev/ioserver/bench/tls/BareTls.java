package dev.ioserver.bench.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * The JDK's engine over a socket that blocks, with nothing in between: the client of all servers,
 * and the least that a server can be. Its buffers are made once.
 *
 * <p>Thread-safety: for one thread.
 */
public final class BareTls implements AutoCloseable {

  private static final int RECORDS = 4;

  /** Of a record: its length, and where in it the length of the rest stands. */
  private static final int HEADER = 5;

  private static final int LENGTH_AT = 3;

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final ByteBuffer nothing = ByteBuffer.allocate(0);

  /** Bytes from the socket; ready to be read. */
  private final ByteBuffer incoming;

  /** Records that wait to be written. */
  private final ByteBuffer outgoing;

  /** Bytes of the peer's program that nobody has taken; ready to be taken from. */
  private final ByteBuffer opened;

  private BareTls(SocketChannel socket, SSLEngine engine, IntFunction<ByteBuffer> memory) {
    this.socket = socket;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    incoming = memory.apply(RECORDS * packet).limit(0);
    outgoing = memory.apply(RECORDS * packet);
    opened = memory.apply(engine.getSession().getApplicationBufferSize()).limit(0);
  }

  /**
   * A client.
   *
   * @param port of the server, by which the context remembers a session; or -1 for a full handshake
   */
  public static BareTls client(SocketChannel socket, SSLContext context, int port)
      throws IOException {
    SSLEngine engine =
        port < 0 ? context.createSSLEngine() : context.createSSLEngine("localhost", port);
    engine.setUseClientMode(true);
    return shake(socket, engine, ByteBuffer::allocate);
  }

  /**
   * A server.
   *
   * @param direct whether its records are in native memory, as a socket wants them
   */
  public static BareTls server(SocketChannel socket, SSLContext context, boolean direct)
      throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return shake(socket, engine, direct ? ByteBuffer::allocateDirect : ByteBuffer::allocate);
  }

  private static BareTls shake(
      SocketChannel socket, SSLEngine engine, IntFunction<ByteBuffer> memory) throws IOException {
    engine.setEnabledProtocols(new String[] {BenchKeys.PROTOCOL});
    engine.setEnabledCipherSuites(new String[] {BenchKeys.CIPHER_SUITE});
    BareTls made = new BareTls(socket, engine, memory);
    engine.beginHandshake();
    made.progress();
    return made;
  }

  /** Goes on with the handshake until it is over. */
  private void progress() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          for (Runnable task = engine.getDelegatedTask();
              task != null;
              task = engine.getDelegatedTask()) {
            task.run();
          }
        }
        case NEED_WRAP -> {
          wrap(nothing);
          if (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            flush();
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap() && !receive()) {
            throw new IOException("the peer ended in the midst of the handshake");
          }
        }
        case NOT_HANDSHAKING, FINISHED -> {
          flush();
          return;
        }
      }
    }
  }

  /** Writes all of the bytes, in as few writes as there is room for. */
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (wrap(bytes) == Status.BUFFER_OVERFLOW) {
        flush();
      }
    }
    flush();
  }

  /**
   * Takes what is there, and waits if that is nothing.
   *
   * @return whether anything came, and not the end
   */
  public boolean read(ByteBuffer into) throws IOException {
    while (!opened.hasRemaining()) {
      if (engine.isInboundDone()) {
        return false;
      }
      if (!unwrap() && !receive()) {
        return false;
      }
      if (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
          && !engine.isInboundDone()) {
        progress();
      }
    }
    int taken = Math.min(opened.remaining(), into.remaining());
    into.put(into.position(), opened, opened.position(), taken);
    into.position(into.position() + taken);
    opened.position(opened.position() + taken);
    return true;
  }

  /** Whether a whole record, or what was in one, can be read without waiting. */
  public boolean hasMore() {
    if (opened.hasRemaining()) {
      return true;
    }
    int have = incoming.remaining();
    return have >= HEADER
        && have >= HEADER + (incoming.getShort(incoming.position() + LENGTH_AT) & 0xFFFF);
  }

  /** Says that nothing more will be sent. */
  public void shutdownOutput() throws IOException {
    engine.closeOutbound();
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      if (wrap(nothing) == Status.CLOSED) {
        break;
      }
    }
    flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Status wrap(ByteBuffer bytes) throws IOException {
    SSLEngineResult result = engine.wrap(bytes, outgoing);
    return result.getStatus();
  }

  private void flush() throws IOException {
    outgoing.flip();
    while (outgoing.hasRemaining()) {
      socket.write(outgoing);
    }
    outgoing.clear();
  }

  /** Opens the next record, if it is there as a whole. */
  private boolean unwrap() throws IOException {
    opened.clear();
    SSLEngineResult result = engine.unwrap(incoming, opened);
    opened.flip();
    return result.bytesConsumed() > 0 || result.getStatus() == Status.CLOSED;
  }

  private boolean receive() throws IOException {
    incoming.compact();
    int read = socket.read(incoming);
    incoming.flip();
    return read >= 0;
  }
}
