package dev.ioserver.bindings.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Two connected TCP sockets on the loopback interface, made with the calls under test. */
record LoopbackPair(MemorySegment errno, int client, int server) implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  static LoopbackPair open(Arena arena, MemorySegment errno) {
    MemorySegment address = arena.allocate(SockAddr.LAYOUT);
    MemorySegment length = arena.allocate(JAVA_INT);
    int addressLength = SockAddr.setInet4(address, LOOPBACK, 0);
    int listener = ok(PosixCalls.socket(errno, Sockets.AF_INET, streamCloseOnExec(), 0));
    ok(PosixCalls.bind(errno, listener, address, addressLength));
    ok(PosixCalls.listen(errno, listener, 1));
    length.set(JAVA_INT, 0, (int) SockAddr.LAYOUT.byteSize());
    ok(PosixCalls.getsockname(errno, listener, address, length));
    int client = ok(PosixCalls.socket(errno, Sockets.AF_INET, streamCloseOnExec(), 0));
    ok(PosixCalls.connect(errno, client, address, length.get(JAVA_INT, 0)));
    int server =
        ok(
            PosixCalls.accept4(
                errno, listener, MemorySegment.NULL, MemorySegment.NULL, Sockets.SOCK_CLOEXEC));
    ok(PosixCalls.close(errno, listener));
    return new LoopbackPair(errno, client, server);
  }

  private static int streamCloseOnExec() {
    return Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC;
  }

  /** The result of a call that must not fail. */
  static int ok(int result) {
    if (result < 0) {
      throw new AssertionError(Errno.name(-result) + ": " + Errno.text(-result));
    }
    return result;
  }

  @Override
  public void close() {
    ok(PosixCalls.close(errno, client));
    ok(PosixCalls.close(errno, server));
  }
}
