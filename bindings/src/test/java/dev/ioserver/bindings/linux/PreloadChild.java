package dev.ioserver.bindings.linux;

import static dev.ioserver.bindings.linux.LoopbackPair.ok;

import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What {@link PreloadTest} runs in a JVM of its own: a known number of each counted call. */
final class PreloadChild {
  static final int EPOLL_WAITS = 5;
  static final int RECVS = 3;
  static final int SENDS = 4;

  private PreloadChild() {}

  public static void main(String[] arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      MemorySegment buffer = arena.allocate(64);
      MemorySegment events = arena.allocate(EpollEvent.LAYOUT);
      int epfd = ok(LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC));
      try (LoopbackPair pair = LoopbackPair.open(arena, errno)) {
        for (int i = 0; i < SENDS; i++) {
          ok((int) PosixCalls.send(errno, pair.client(), buffer, 1, Sockets.MSG_NOSIGNAL));
        }
        for (int i = 0; i < RECVS; i++) {
          ok((int) PosixCalls.recv(errno, pair.server(), buffer, 1, 0));
        }
        for (int i = 0; i < EPOLL_WAITS; i++) {
          ok(LinuxCalls.epollWait(errno, epfd, events, 1, 0));
        }
      }
      ok(PosixCalls.close(errno, epfd));
    }
  }
}
