package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.memory.Chunk;
import org.jspecify.annotations.Nullable;

/** A data message: a part of a chunk. It is kept with its chunk and used again. */
final class PooledData extends PooledMessage implements Data {

  private @Nullable TcpPort port;

  PooledData(Chunk chunk) {
    super(chunk);
  }

  /** Makes it a message about a part of its chunk; the chunk's reference is this message's. */
  void assign(TcpPort from, int at, int bytes) {
    port = from;
    assign(at, bytes);
  }

  @Override
  TcpPort inbox() {
    TcpPort from = port;
    if (from == null) {
      throw new IllegalStateException("the message was never delivered");
    }
    return from;
  }

  @Override
  public Port port() {
    return inbox();
  }

  @Override
  public Data retain() {
    retainOne();
    return this;
  }

  @Override
  public String toString() {
    return "Data[" + length() + " bytes from " + port + "]";
  }
}
