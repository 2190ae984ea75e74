package dev.ioserver.engine.port;

import dev.ioserver.engine.api.MalformedFrameException;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.StreamHandler;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Takes the header of a proxy out of the bytes that come for a layer: it is sent in the clear,
 * before all that the layer protects. Everything else goes on to the layer.
 *
 * <p>Belongs to the loop's thread.
 */
final class ProxyGate implements StreamHandler {

  private final TcpPort port;
  private final Connection connection;
  private final StreamHandler behind;
  private final Reassembly begun = new Reassembly();

  /** What is known of the header; null when it has been taken. */
  private @Nullable FrameCut cut = new FrameCut();

  ProxyGate(TcpPort port, Connection connection, StreamHandler behind) {
    this.port = port;
    this.connection = connection;
    this.behind = behind;
  }

  @Override
  public void onReceived(Chunk chunk, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (cut != null && at < end && !connection.isFailing()) {
      at += header(cut, chunk, at, end - at);
    }
    if (at < end && !connection.isFailing()) {
      behind.onReceived(chunk, at, end - at);
    }
  }

  /** Adds what the header needs next; returns how many bytes that were. */
  private int header(FrameCut next, Chunk chunk, int at, int available) {
    long missing = Math.max(1, next.needed() - begun.size());
    int taken = (int) Math.min(missing, available);
    int expected = (int) Math.max(next.needed(), begun.size() + taken);
    begun.add(port.loop().pool(), chunk, at, taken, expected);
    if (!next.isFound()) {
      next.ask(ProxyFraming.INSTANCE, begun.memory(), begun.start(), begun.size());
      IOException failure = next.failure();
      if (failure != null) {
        connection.failWith(failure);
        return taken;
      }
    }
    if (next.isFound() && begun.size() >= next.total()) {
      read((int) next.total());
    }
    return taken;
  }

  private void read(int length) {
    byte[] header = begun.memory().asSlice(begun.start(), length).toArray(ValueLayout.JAVA_BYTE);
    begun.release();
    cut = null;
    try {
      port.proxyHeader(ProxyHeaders.read(header));
    } catch (MalformedFrameException e) {
      connection.failWith(e);
    }
  }

  @Override
  public void onConnected() {
    behind.onConnected();
  }

  @Override
  public boolean keepsBytes() {
    return behind.keepsBytes();
  }

  @Override
  public boolean mayReadAhead() {
    return behind.mayReadAhead();
  }

  @Override
  public void onSent(long bytes) {
    behind.onSent(bytes);
  }

  @Override
  public void onOutputFailed(SystemCallException cause) {
    behind.onOutputFailed(cause);
  }

  @Override
  public void onInputFailed() {
    behind.onInputFailed();
  }

  @Override
  public void onPeerClosed() {
    behind.onPeerClosed();
  }

  @Override
  public void onFailed(SystemCallException cause) {
    behind.onFailed(cause);
  }

  @Override
  public void onThrown(Throwable cause) {
    behind.onThrown(cause);
  }

  @Override
  public void onClosed() {
    begun.release();
    behind.onClosed();
  }
}
