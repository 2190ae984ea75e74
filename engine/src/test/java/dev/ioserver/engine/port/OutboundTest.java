package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is sent, by the loop's own thread and by others. */
class OutboundTest extends PortFixture {

  OutboundTest() throws SystemCallException {}

  @Test
  void whoWasRefusedHearsOfRoomOnce() {
    TcpPort port = connected(PortOptions.defaults().watermarks(4, 8));
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("12345678"))));
    assertFalse(port.trySend(ByteBuffer.wrap(ascii("9"))));
    port.flush();
    engine.endpoint().write();
    assertInstanceOf(Writable.class, port.poll());
    assertNull(port.poll());
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("9"))));
    port.flush();
    engine.endpoint().write();
    assertNull(port.poll(), "nobody was refused");
    assertEquals("123456789", engine.endpoint().written.toString(US_ASCII));
  }

  @Test
  void messagesOfOtherThreadsAreWrittenWholeAndInOrder() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults());
    byte[] large = new byte[200_000];
    new Random(1).nextBytes(large);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  port.trySend(ByteBuffer.wrap(ascii("first")));
                  port.shutdownOutput();
                });
    other.join();
    engine.run();
    engine.endpoint().write();
    assertEquals("first", engine.endpoint().written.toString(US_ASCII));
    assertThrows(ChannelClosedException.class, () -> port.trySend(ByteBuffer.wrap(large)));
  }

  /** The owner may know of a port of another thread before its loop has heard of it. */
  @Test
  void whatTheOwnerSendsBeforeItsLoopHasBegunThePortIsWritten() throws InterruptedException {
    TcpPort port = new TcpPort(engine.loop, PortOptions.defaults(), FakeEngine.ADDRESS);
    Thread.ofPlatform().start(port::startConnect).join();
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("a"))));
    port.flush();
    assertTrue(port.trySend(new ByteBuffer[] {ByteBuffer.wrap(ascii("b"))}, 0, 1));
    assertTrue(port.trySend(MemorySegment.ofArray(ascii("c"))));
    port.flush();
    engine.run();
    engine.endpoint().handler.onConnected();
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("d"))));
    engine.run();
    engine.endpoint().write();
    assertEquals("abcd", engine.endpoint().written.toString(US_ASCII));
    assertEquals(0, port.pendingBytes());
  }

  /** The arena is closed, for example: nothing was taken, and what follows is not torn. */
  @Test
  void whatCannotBeReadIsRefusedWhole() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.lengthPrefix(1, 100)));
    MemorySegment dead;
    try (Arena arena = Arena.ofShared()) {
      dead = arena.allocate(3);
    }
    ByteBuffer buffer = dead.asByteBuffer();
    ByteBuffer alive = ByteBuffer.wrap(ascii("x"));
    Runnable sends =
        () -> {
          assertThrows(IllegalStateException.class, () -> port.trySend(dead));
          assertThrows(IllegalStateException.class, () -> port.trySend(buffer));
          assertThrows(
              IllegalStateException.class,
              () -> port.trySend(new ByteBuffer[] {alive, buffer}, 0, 2));
        };
    sends.run();
    AtomicReference<Throwable> failed = new AtomicReference<>();
    Thread other = Thread.ofPlatform().unstarted(sends);
    other.setUncaughtExceptionHandler((_, e) -> failed.set(e));
    other.start();
    other.join();
    assertNull(failed.get());
    assertEquals(0, port.pendingBytes());
    assertEquals(1, alive.remaining());
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("a"))));
    engine.run();
    engine.endpoint().write();
    assertEquals("\1a", engine.endpoint().written.toString(US_ASCII));
  }
}
