package dev.ioserver.tls;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.LayerContext;
import dev.ioserver.engine.spi.Stream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * What the port has sent and waits to be protected, and what becomes of it: how many of the port's
 * bytes are in which of the records that wait to be written.
 *
 * <p>Belongs to the loop's thread.
 */
final class RecordSink {

  /** So many bytes are protected at a time; the rest waits until they are written. */
  private static final int BATCH = 2 * ChunkPool.LARGEST;

  /** Where there is room for so many records, few chunks are passed on for many bytes. */
  private static final int RECORDS = 3;

  /** Pieces that one record is gathered from, and the most bytes that one has room for. */
  private static final int GATHERED = 16;

  private static final int RECORD = 1 << 14;

  private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

  private final LayerContext context;
  private final SSLEngine engine;

  private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
  private long queued;

  private final ByteBuffer[] gathered = new ByteBuffer[GATHERED];

  /** Records that wait to be written: the bytes of each, and those of the port in it. A ring. */
  private int[] recordBytes = new int[GATHERED];

  private int[] portBytes = new int[GATHERED];
  private int first;
  private int count;

  /** Bytes of the first of them that are written. */
  private long written;

  RecordSink(LayerContext context, SSLEngine engine) {
    this.context = context;
    this.engine = engine;
  }

  /** Takes a chain of chunks, which are this sink's from now on. */
  void queue(Chunk chain) {
    for (Chunk chunk = chain; chunk != null; ) {
      Chunk next = chunk.next();
      chunk.next(null);
      queue.add(chunk);
      queued += chunk.readable();
      chunk = next;
    }
  }

  boolean isEmpty() {
    return queued == 0;
  }

  /** How many of the port's bytes are not yet protected. */
  long queued() {
    return queued;
  }

  void release() {
    for (Chunk chunk = queue.poll(); chunk != null; chunk = queue.poll()) {
      chunk.release();
    }
    queued = 0;
  }

  /** Protects a batch of what waits; stops early when the engine wants something else. */
  void seal(Stream below) throws SSLException {
    int packet = engine.getSession().getPacketBufferSize();
    ByteBuffer to = room(packet);
    try {
      for (long sealed = 0; queued > 0 && sealed < BATCH; ) {
        if (to.remaining() < packet) {
          pass(to, below);
        }
        int pieces = gather();
        SSLEngineResult result = engine.wrap(gathered, 0, pieces, to);
        forget(result.bytesConsumed());
        wrote(result.bytesProduced(), result.bytesConsumed());
        sealed += result.bytesProduced();
        if (result.getStatus() != SSLEngineResult.Status.OK
            || result.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
            || result.bytesProduced() == 0) {
          break;
        }
      }
    } finally {
      pass(to, below);
    }
  }

  /** Has the engine say something of its own: of the handshake, an alert, an end. */
  SSLEngineResult say(Stream below) throws SSLException {
    ByteBuffer to = room(engine.getSession().getPacketBufferSize());
    try {
      SSLEngineResult result = engine.wrap(NOTHING, to);
      wrote(result.bytesProduced(), 0);
      return result;
    } finally {
      pass(to, below);
    }
  }

  private ByteBuffer room(int packet) {
    return context.scratch(RECORDS * packet);
  }

  /** Passes on the records that are there, in memory that the stream below can write from. */
  private void pass(ByteBuffer records, Stream below) {
    int length = records.position();
    records.clear();
    if (length > 0) {
      Chunk to = context.pool().leaseByOwner(length);
      MemorySegment.copy(
          records.array(), records.arrayOffset(), to.segment(), ValueLayout.JAVA_BYTE, 0, length);
      to.writeIndex(length);
      below.send(to);
    }
  }

  private int gather() {
    int pieces = 0;
    int bytes = 0;
    for (Chunk chunk : queue) {
      gathered[pieces++] = chunk.buffer().limit(chunk.writeIndex()).position(chunk.readIndex());
      bytes += chunk.readable();
      if (pieces == GATHERED || bytes >= RECORD) {
        break;
      }
    }
    return pieces;
  }

  private void forget(int bytes) {
    queued -= bytes;
    int left = bytes;
    for (Chunk chunk = queue.peek(); chunk != null; chunk = queue.peek()) {
      int readable = chunk.readable();
      if (readable > left) {
        chunk.readIndex(chunk.readIndex() + left);
        break;
      }
      left -= readable;
      var _ = queue.poll();
      chunk.releaseByOwner();
    }
    Arrays.fill(gathered, null);
  }

  private void wrote(int record, int port) {
    if (record == 0) {
      return;
    }
    if (count == recordBytes.length) {
      recordBytes = grown(recordBytes);
      portBytes = grown(portBytes);
      first = 0;
    }
    int index = (first + count) % recordBytes.length;
    recordBytes[index] = record;
    portBytes[index] = port;
    count++;
  }

  private int[] grown(int[] ring) {
    int[] larger = new int[2 * ring.length];
    for (int i = 0; i < count; i++) {
      larger[i] = ring[(first + i) % ring.length];
    }
    return larger;
  }

  /** So many bytes were written; returns how many of the port's are all out with them. */
  long written(long bytes) {
    written += bytes;
    long port = 0;
    while (count > 0 && recordBytes[first] <= written) {
      written -= recordBytes[first];
      port += portBytes[first];
      first = (first + 1) % recordBytes.length;
      count--;
    }
    return port;
  }
}
