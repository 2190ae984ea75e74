package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.UnixNameAddress;
import dev.ioserver.testkit.fixture.TestServer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A read of a Unix socket ends behind the byte that a descriptor was passed with, although there
 * are more bytes, for which no event comes any more: the rest is read all the same.
 */
class PassedDescriptorTest {

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;

  @Test
  void theBytesBehindAPassedDescriptorAreReceived() throws Exception {
    String name = "ioserver-passed-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    try (IoServer io =
            IoServer.open(IoServerOptions.defaults().engine("epoll").callerRuns().leakCheck(true));
        Arena arena = Arena.ofConfined()) {
      Listener listener = io.listen(UnixNameAddress.of(name));
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      int client = done(PosixCalls.socket(errno, AF_UNIX, SOCK_STREAM, 0));
      try {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        MemorySegment address = arena.allocate(128);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 3, bytes.length);
        // The loop does not run, so that all of this waits for its first read.
        done(PosixCalls.connect(errno, client, address, 3 + bytes.length));
        assertEquals(1, PosixCalls.sendmsg(errno, client, passing(arena, client), 0));
        assertEquals(10, PosixCalls.send(errno, client, arena.allocate(10).address(), 10, 0));

        int received = 0;
        while (received < 11) {
          Message message = io.select().receive(TestServer.LONG);
          if (message instanceof Accepted accepted) {
            io.select().add(accepted.port().activeUnlimited());
          } else {
            Data data = assertInstanceOf(Data.class, message);
            received += data.length();
            data.release();
          }
        }
        assertEquals(11, received);
      } finally {
        PosixCalls.close(errno, client);
      }
      // Also the descriptor that was passed is closed, or the client would not have ended.
      assertInstanceOf(PeerClosed.class, io.select().receive(TestServer.LONG));
      listener.close();
    }
  }

  /** Nobody asked for descriptors: none that a stranger passes stays open in this process. */
  @Test
  void descriptorsThatComeWithDatagramsAreClosed() throws Exception {
    String name = "ioserver-passed-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    int passed = 50;
    try (IoServer io =
            IoServer.open(IoServerOptions.defaults().engine("epoll").callerRuns().leakCheck(true));
        Arena arena = Arena.ofConfined()) {
      DatagramPort port = io.bind(UnixNameAddress.of(name));
      port.activeUnlimited();
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      int client = done(PosixCalls.socket(errno, AF_UNIX, SOCK_DGRAM, 0));
      try {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        MemorySegment address = arena.allocate(128);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 3, bytes.length);
        done(PosixCalls.connect(errno, client, address, 3 + bytes.length));
        int before = openDescriptors();
        for (int i = 0; i < passed; i++) {
          assertEquals(1, PosixCalls.sendmsg(errno, client, passing(arena, client), 0));
          Datagram datagram =
              assertInstanceOf(Datagram.class, io.select().receive(TestServer.LONG));
          assertEquals(1, datagram.length());
          assertFalse(datagram.isCut(), "it was the control message that was cut");
          assertNull(datagram.source());
          datagram.release();
        }
        // The virtual machine may open a few of its own meanwhile.
        int grown = openDescriptors() - before;
        assertTrue(grown < passed / 2, () -> grown + " descriptors more");
      } finally {
        PosixCalls.close(errno, client);
      }
      port.close();
      assertInstanceOf(Closed.class, io.select().receive(TestServer.LONG));
    }
  }

  private static int openDescriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return (int) all.count();
    }
  }

  /** A message of one byte with a descriptor: {@code cmsg(3)}. */
  private static MemorySegment passing(Arena arena, int descriptor) {
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(ADDRESS, 0, arena.allocate(1));
    vector.set(JAVA_LONG, 8, 1);
    MemorySegment control = arena.allocate(24, 8);
    control.set(JAVA_LONG, 0, 20);
    control.set(JAVA_INT, 8, SOL_SOCKET);
    control.set(JAVA_INT, 12, SCM_RIGHTS);
    control.set(JAVA_INT, 16, descriptor);
    MemorySegment message = arena.allocate(56, 8);
    message.set(ADDRESS, 16, vector);
    message.set(JAVA_LONG, 24, 1);
    message.set(ADDRESS, 32, control);
    message.set(JAVA_LONG, 40, 24);
    return message;
  }

  private static int done(int result) {
    assertTrue(result >= 0, () -> "failed with " + -result);
    return result;
  }
}
