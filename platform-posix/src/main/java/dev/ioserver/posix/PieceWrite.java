package dev.ioserver.posix;

import dev.ioserver.bindings.posix.IoVec;
import dev.ioserver.bindings.posix.MsgHdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Writes pieces of memory that are given by their addresses with one call: {@code sendmsg(2)}. The
 * caller keeps the memory alive.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class PieceWrite {

  /** Pieces per call: the kernels' own limit (IOV_MAX). */
  static final int MOST = 1024;

  private final MemorySegment errno;
  private final MemorySegment vectors;
  private final MemorySegment message;

  PieceWrite(Arena arena, MemorySegment errno) {
    this.errno = errno;
    this.vectors = arena.allocate(IoVec.LAYOUT, MOST);
    this.message = arena.allocate(MsgHdr.LAYOUT);
  }

  /** Notes one piece of the next call. */
  void set(int index, long address, long length) {
    IoVec.set(vectors, index, address, length);
  }

  /** Sends the first {@code count} pieces; EINTR is handed on. */
  long send(int fd, int count) {
    MsgHdr.setVectors(message, vectors, count);
    return SocketCalls.sendmsg(errno, fd, message);
  }
}
