package dev.ioserver.posix;

import dev.ioserver.engine.memory.Chunk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Writes several chunks with one call: {@code sendmsg(2)}, and not {@code writev(2)}, which has no
 * way to say MSG_NOSIGNAL where there is one.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class GatheringWrite {

  /** Chunks per call: 1 MiB of messages of 16 KiB. The kernels' own limit is 1,024 (IOV_MAX). */
  static final int MOST = 64;

  private final PosixCalls calls;
  private final PosixStructs structs;
  private final MemorySegment errno;
  private final MemorySegment vectors;
  private final MemorySegment message;

  GatheringWrite(PosixSystem system, Arena arena, MemorySegment errno) {
    this.calls = system.calls();
    this.structs = system.structs();
    this.errno = errno;
    this.vectors = structs.newVectors(arena, MOST);
    this.message = structs.newMessage(arena);
  }

  /** Sends the readable bytes of the first {@code count} chunks; EINTR is handed on. */
  long send(int fd, Chunk[] chunks, int count) {
    for (int i = 0; i < count; i++) {
      Chunk chunk = chunks[i];
      structs.setVector(vectors, i, chunk.address() + chunk.readIndex(), chunk.readable());
    }
    structs.setVectors(message, vectors, count);
    try {
      return calls.sendmsg(errno, fd, message);
    } finally {
      // The vectors hold mere addresses; the array holds the chunks.
      Reference.reachabilityFence(chunks);
    }
  }
}
