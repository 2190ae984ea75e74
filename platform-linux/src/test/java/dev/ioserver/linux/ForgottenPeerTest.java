package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.posix.PosixSockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/**
 * A connection whose peer the system does not name is passed over, as one that died in the backlog:
 * no port is said to be of 0.0.0.0:0. BSD does so for one that is reset already. Linux names every
 * peer, so that an accept stands in that leaves out to ask for it.
 */
class ForgottenPeerTest {

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;

  /** The length of an address that is a family alone: Linux then makes a name up. */
  private static final int FAMILY_BYTES = 2;

  @Test
  void aConnectionWithoutAPeerIsPassedOverAndClosed() throws Exception {
    try (Sockets sockets = new Forgetful();
        Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      MemorySegment address = arena.allocate(128);
      MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      length.set(ValueLayout.JAVA_INT, 0, 128);
      int listener = done(PosixCalls.socket(errno, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
      int client = done(PosixCalls.socket(errno, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
      try {
        done(PosixCalls.bind(errno, listener, address, FAMILY_BYTES));
        done(PosixCalls.getsockname(errno, listener, address, length));
        done(PosixCalls.listen(errno, listener, 8));
        done(PosixCalls.connect(errno, client, address, length.get(ValueLayout.JAVA_INT, 0)));
        assertEquals(ErrorCodes.WOULD_BLOCK, sockets.accept(listener, SocketOptions.none()));
        long n = PosixCalls.recv(errno, client, address.address(), 1, 0);
        assertEquals(0, n, "the connection was closed, and its client reads the end");
      } finally {
        sockets.close(client);
        sockets.close(listener);
      }
    }
  }

  /** Hears of a connection without a word about its peer. */
  private static final class Forgetful extends PosixSockets {

    Forgetful() {
      super(LinuxSockets.SYSTEM);
    }

    @Override
    protected int acceptNext(int listener) {
      MemorySegment none = MemorySegment.NULL;
      return PosixCalls.accept4(errno(), listener, none, none, SOCK_NONBLOCK);
    }
  }

  private static int done(int result) {
    assertTrue(result >= 0, () -> "failed with " + -result);
    return result;
  }
}
