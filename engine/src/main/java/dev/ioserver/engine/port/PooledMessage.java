package dev.ioserver.engine.port;

import dev.ioserver.engine.memory.Chunk;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message about a part of a chunk, with a count of references. It is kept with its chunk and used
 * again.
 */
abstract class PooledMessage {

  /** The smallest chunk: whatever waits keeps no less. */
  private static final int LEAST_KEPT = 1 << 10;

  private static final VarHandle REFERENCES;

  static {
    try {
      REFERENCES =
          MethodHandles.lookup().findVarHandle(PooledMessage.class, "references", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Chunk chunk;
  private final ByteBuffer view;
  private int offset;
  private int length;

  /** How many bytes of memory it counts with while it waits. */
  private int kept;

  /** Holders of this message: getAndAdd, or a release store by the only one. */
  @SuppressWarnings("unused") // through REFERENCES
  private int references;

  PooledMessage(Chunk chunk) {
    this.chunk = chunk;
    this.view = chunk.buffer().duplicate();
  }

  /** The port that it is from. */
  abstract PortInbox inbox();

  /** Makes it a message about a part of its chunk; the chunk's reference is this message's. */
  final void assign(int at, int bytes) {
    offset = at;
    length = bytes;
    kept = Math.max(bytes, LEAST_KEPT);
    view.order(ByteOrder.BIG_ENDIAN).limit(at + bytes).position(at);
    REFERENCES.setRelease(this, 1);
  }

  /** It keeps all of its chunk. */
  final void keepsChunk() {
    kept = Math.max(chunk.capacity(), LEAST_KEPT);
  }

  /** How many bytes of memory it counts with while it waits. */
  final int kept() {
    return kept;
  }

  public final int length() {
    return length;
  }

  public final ByteBuffer bytes() {
    assert (int) REFERENCES.getAcquire(this) > 0 : "used after its release";
    return view;
  }

  public final MemorySegment segment() {
    assert (int) REFERENCES.getAcquire(this) > 0 : "used after its release";
    return chunk.segment().asSlice(offset, length);
  }

  /** Takes one more reference. */
  final void retainOne() {
    int before = (int) REFERENCES.getAndAdd(this, 1);
    if (before < 1) {
      REFERENCES.getAndAdd(this, -1);
      throw new IllegalStateException("retained after its last release");
    }
  }

  public final void release() {
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
      PortInbox from = inbox();
      if (from.isLeakChecked()) {
        from.loop().leaks().released(this);
      }
      chunk.release();
    }
  }
}
