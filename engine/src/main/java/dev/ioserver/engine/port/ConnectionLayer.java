package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.Layer;
import dev.ioserver.engine.loop.Deadline;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.LayerContext;
import dev.ioserver.engine.spi.LayeredStream;
import dev.ioserver.engine.spi.Stream;
import dev.ioserver.engine.spi.StreamHandler;
import dev.ioserver.engine.spi.StreamLayer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layer of a connection, and what it may use of it.
 *
 * <p>Belongs to the loop's thread, but for {@link #again()}.
 */
final class ConnectionLayer extends Deadline implements LayerContext {

  private final Connection connection;
  private final TcpPort port;
  private final EventLoop loop;
  private final LayeredStream layered;
  private final StreamHandler lowest;

  private ConnectionLayer(StreamLayer layer, Connection connection, TcpPort port, boolean proxied) {
    this.connection = connection;
    this.port = port;
    this.loop = port.loop();
    this.layered = layer.over(this);
    // What a proxy says comes before anything that is protected.
    this.lowest = proxied ? new ProxyGate(port, connection, layered) : layered;
  }

  /** The layer that the port's options name, or null. */
  static @Nullable ConnectionLayer of(Connection connection, TcpPort port, boolean proxied) {
    Layer layer = port.options().layer();
    if (layer == null) {
      return null;
    }
    if (layer instanceof StreamLayer known) {
      return new ConnectionLayer(known, connection, port, proxied);
    }
    throw new IllegalArgumentException(
        "the layer "
            + layer.name()
            + " is of "
            + layer.getClass()
            + ", which the engine cannot use: it must implement StreamLayer");
  }

  /** What the port writes to. */
  Stream stream() {
    return layered;
  }

  /** What the socket's stream tells. */
  StreamHandler lowest() {
    return lowest;
  }

  /** The socket's stream is there. */
  void below(Stream stream, boolean connected) {
    layered.below(stream, connected);
  }

  void proceed() {
    layered.proceed();
  }

  /** The port has ended. If the layer has not said so itself, it hears of it. */
  void ended() {
    lowest.onClosed();
  }

  @Override
  protected void expired() {
    try {
      layered.onAlarm();
      port.announce();
    } catch (RuntimeException | Error e) {
      connection.onThrown(e);
    }
  }

  @Override
  public StreamHandler handler() {
    return connection;
  }

  @Override
  public SocketAddress remoteAddress() {
    return port.remoteAddress();
  }

  @Override
  public ChunkPool pool() {
    return loop.pool();
  }

  @Override
  public Chunk room(int least) {
    return loop.layers().room(least);
  }

  @Override
  public ByteBuffer scratch(int least) {
    return loop.layers().scratch(least);
  }

  @Override
  public void again() {
    connection.ask(Connection.LAYER);
  }

  @Override
  public void alarm(long nanos) {
    loop.timers().cancel(this);
    if (nanos > 0) {
      loop.timers().set(this, loop.timers().deadline(nanos));
    }
  }

  @Override
  public void handshaken(
      String protocol,
      String cipherSuite,
      String applicationProtocol,
      String serverName,
      List<Certificate> peerCertificates) {
    port.put(
        new Handshaken(
            port, protocol, cipherSuite, applicationProtocol, serverName, peerCertificates));
    port.announce();
  }

  @Override
  public void outputFailed(IOException cause) {
    port.failOutput(cause);
  }

  @Override
  public void failed(IOException cause) {
    if (!connection.isFailing()) {
      connection.failWith(cause);
      port.announce();
    }
  }
}
