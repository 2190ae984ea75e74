package dev.ioserver.posix;

import dev.ioserver.bindings.posix.IoVec;
import dev.ioserver.bindings.posix.MsgHdr;
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

  private final MemorySegment errno;
  private final MemorySegment vectors;
  private final MemorySegment message;

  GatheringWrite(Arena arena, MemorySegment errno) {
    this.errno = errno;
    this.vectors = arena.allocate(IoVec.LAYOUT, MOST);
    this.message = arena.allocate(MsgHdr.LAYOUT);
  }

  /** Sends the readable bytes of the first {@code count} chunks; EINTR is handed on. */
  long send(int fd, Chunk[] chunks, int count) {
    for (int i = 0; i < count; i++) {
      Chunk chunk = chunks[i];
      IoVec.set(vectors, i, chunk.address() + chunk.readIndex(), chunk.readable());
    }
    MsgHdr.setVectors(message, vectors, count);
    try {
      return SocketCalls.sendmsg(errno, fd, message);
    } finally {
      // The vectors hold mere addresses; the array holds the chunks.
      Reference.reachabilityFence(chunks);
    }
  }
}
