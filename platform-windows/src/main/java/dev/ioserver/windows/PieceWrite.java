package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.bindings.windows.WsaBuf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Writes pieces of memory that are given by their addresses with one call: {@code WSASend}, not
 * overlapped. The caller keeps the memory alive.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class PieceWrite {

  /** Pieces per call. Windows names no limit; POSIX systems have this one. */
  static final int MOST = 1024;

  private final MemorySegment error;
  private final MemorySegment buffers;
  private final MemorySegment sent;

  PieceWrite(Arena arena, MemorySegment error) {
    this.error = error;
    this.buffers = arena.allocate(WsaBuf.LAYOUT, MOST);
    this.sent = arena.allocate(JAVA_INT);
  }

  /** Notes one piece of the next call. */
  void set(int index, long address, long length) {
    // A WSABUF counts in 32 bits. What a call leaves out the next one sends.
    WsaBuf.set(buffers, index, address, (int) Math.min(length, Integer.MAX_VALUE));
  }

  /** Sends the first {@code count} pieces. */
  int send(long socket, int count) {
    return WinsockCalls.wsaSend(error, socket, buffers, count, sent);
  }
}
