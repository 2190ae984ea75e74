package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.memory.Chunk;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A data message: a part of a chunk. It is kept with its chunk and used again. */
final class PooledData implements Data {

  /** The smallest chunk: whatever waits keeps no less. */
  private static final int LEAST_KEPT = 1 << 10;

  private static final VarHandle REFERENCES;

  static {
    try {
      REFERENCES = MethodHandles.lookup().findVarHandle(PooledData.class, "references", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Chunk chunk;
  private final ByteBuffer view;
  private @Nullable TcpPort port;
  private int offset;
  private int length;

  /** How many bytes of memory it counts with while it waits. */
  private int kept;

  /** Holders of this message: getAndAdd, or a release store by the only one. */
  @SuppressWarnings("unused") // through REFERENCES
  private int references;

  PooledData(Chunk chunk) {
    this.chunk = chunk;
    this.view = chunk.buffer().duplicate();
  }

  /** Makes it a message about a part of its chunk; the chunk's reference is this message's. */
  void assign(TcpPort from, int at, int bytes) {
    port = from;
    offset = at;
    length = bytes;
    kept = Math.max(bytes, LEAST_KEPT);
    view.order(ByteOrder.BIG_ENDIAN).limit(at + bytes).position(at);
    REFERENCES.setRelease(this, 1);
  }

  /** It keeps all of its chunk. */
  void keepsChunk() {
    kept = Math.max(chunk.capacity(), LEAST_KEPT);
  }

  /** How many bytes of memory it counts with while it waits. */
  int kept() {
    return kept;
  }

  @Override
  public Port port() {
    TcpPort from = port;
    if (from == null) {
      throw new IllegalStateException("the message was never delivered");
    }
    return from;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public ByteBuffer bytes() {
    assert (int) REFERENCES.getAcquire(this) > 0 : "used after its release";
    return view;
  }

  @Override
  public MemorySegment segment() {
    assert (int) REFERENCES.getAcquire(this) > 0 : "used after its release";
    return chunk.segment().asSlice(offset, length);
  }

  @Override
  public Data retain() {
    int before = (int) REFERENCES.getAndAdd(this, 1);
    if (before < 1) {
      REFERENCES.getAndAdd(this, -1);
      throw new IllegalStateException("retained after its last release");
    }
    return this;
  }

  @Override
  public void release() {
    int before = (int) REFERENCES.getAcquire(this);
    if (before == 1) {
      // The only holder need not compete for the count: nobody else may touch it.
      REFERENCES.setRelease(this, 0);
    } else if (before > 1) {
      before = (int) REFERENCES.getAndAdd(this, -1);
    }
    if (before < 1) {
      throw new IllegalStateException("released more often than retained");
    }
    if (before == 1) {
      TcpPort from = port;
      if (from != null && from.isLeakChecked()) {
        from.loop().leaks().released(this);
      }
      chunk.release();
    }
  }

  @Override
  public String toString() {
    return "Data[" + length + " bytes from " + port + "]";
  }
}
