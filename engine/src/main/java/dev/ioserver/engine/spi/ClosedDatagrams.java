package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/** A datagram socket that is closed: it drops what is sent, and has nothing to say. */
public final class ClosedDatagrams implements Datagrams {

  /** The one that there is: they do not differ. */
  public static final ClosedDatagrams INSTANCE = new ClosedDatagrams();

  private ClosedDatagrams() {}

  @Override
  public void receiving(boolean on) {
    // Nothing comes.
  }

  @Override
  public void send(
      Chunk chunk,
      int offset,
      int length,
      long hostHigh,
      long hostLow,
      int port,
      int scope,
      @Nullable SocketAddress other) {
    // Dropped. The caller keeps its reference to the chunk.
  }

  @Override
  public void flush() {
    // Nothing is queued.
  }

  @Override
  public long unsentBytes() {
    return 0;
  }

  @Override
  public void member(
      boolean joins, InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source)
      throws SystemCallException {
    throw closed(joins ? "join" : "leave", group.getHostAddress());
  }

  @Override
  public void closeAfterFlush() {
    // It is closed.
  }

  @Override
  public void close() {
    // It is closed.
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return null;
  }

  @Override
  public long descriptor() {
    return -1;
  }

  @Override
  public <T> T option(SocketOption<T> option) throws SystemCallException {
    throw closed("getsockopt", option.name());
  }

  @Override
  public <T> void option(SocketOption<T> option, T value) throws SystemCallException {
    throw closed("setsockopt", option.name());
  }

  private static SystemCallException closed(String call, String detail) {
    return new SystemCallException(
        call, detail, 0, "EBADF", "the socket is closed", SystemCallException.Kind.BAD_DESCRIPTOR);
  }
}
