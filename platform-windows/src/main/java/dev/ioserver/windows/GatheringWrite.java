package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.bindings.windows.WsaBuf;
import dev.ioserver.engine.memory.Chunk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Writes several chunks with one call: {@code WSASend}, not overlapped.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class GatheringWrite {

  /** Chunks per call: 1 MiB of messages of 16 KiB. */
  static final int MOST = 64;

  private final MemorySegment error;
  private final MemorySegment buffers;
  private final MemorySegment sent;

  GatheringWrite(Arena arena, MemorySegment error) {
    this.error = error;
    this.buffers = arena.allocate(WsaBuf.LAYOUT, MOST);
    this.sent = arena.allocate(JAVA_INT);
  }

  /** Sends the readable bytes of the first {@code count} chunks. */
  int send(long socket, Chunk[] chunks, int count) {
    for (int i = 0; i < count; i++) {
      Chunk chunk = chunks[i];
      WsaBuf.set(buffers, i, chunk.address() + chunk.readIndex(), chunk.readable());
    }
    try {
      return WinsockCalls.wsaSend(error, socket, buffers, count, sent);
    } finally {
      // The buffers hold mere addresses; the array holds the chunks.
      Reference.reachabilityFence(chunks);
    }
  }
}
