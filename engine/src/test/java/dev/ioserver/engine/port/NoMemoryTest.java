package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.memory.Chunk;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Memory runs out at each place where a port takes some: that port ends, or that send fails. */
class NoMemoryTest extends PortFixture {

  private static final PortOptions FRAMED =
      PortOptions.defaults()
          .framing(Framing.lengthPrefix(4, 1 << 20))
          .watermarks(1 << 20, 4 << 20)
          .credit(PortOptions.UNLIMITED);

  NoMemoryTest() throws SystemCallException {}

  @Test
  void aFrameThatDoesNotFitEndsItsPortAndNoOther() {
    TcpPort good = connected(FRAMED);
    FakeEngine.FakeEndpoint goodEnd = engine.endpoint();
    TcpPort bad = connected(FRAMED);
    byte[] start = new byte[40_000];
    ByteBuffer.wrap(start).putInt(500_000);
    engine.endpoint().arrive(start, 0, start.length);
    engine.memory(bytes -> bytes < 100_000);
    byte[] more = new byte[60_000];
    engine.endpoint().arrive(more, 0, more.length);
    Failed failed = assertInstanceOf(Failed.class, bad.poll());
    String said = String.valueOf(failed.cause().getMessage());
    assertTrue(said.contains("a frame of 500000 bytes"), said);
    assertTrue(said.contains("Cannot reserve"), said);
    assertTrue(said.contains("-XX:MaxDirectMemorySize"), said);
    assertTrue(said.contains("maxLength"), said);
    assertInstanceOf(OutOfMemoryError.class, failed.cause().getCause());
    assertInstanceOf(Closed.class, bad.poll());
    assertTrue(engine.endpoint().closed);
    byte[] small = {0, 0, 0, 2, 'h', 'i'};
    goodEnd.arrive(small, 0, small.length);
    assertEquals(List.of("hi"), taken(good));
  }

  /** Whatever runs out, and when: what was taken arrives whole, and nothing else does. */
  @Test
  void sendsThatFindNoMemoryLeaveNoTrace() throws InterruptedException {
    long seed = Long.getLong("ioserver.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS / 10; round++) {
      sendAtRandom(random, "ioserver.seed=" + seed + ", round " + round);
    }
  }

  private void sendAtRandom(Random random, String where) throws InterruptedException {
    TcpPort port = connected(FRAMED);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    int failures = 0;
    for (int i = 0; i < 40; i++) {
      byte[] message = new byte[random.nextInt(4) == 0 ? random.nextInt(300_000) : 3_000];
      random.nextBytes(message);
      int refusedAt = random.nextInt(4);
      AtomicInteger asked = new AtomicInteger();
      engine.memory(_ -> asked.getAndIncrement() != refusedAt);
      int how = random.nextInt(3);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Runnable send =
          () -> {
            try {
              assertTrue(send(port, message, how), where);
            } catch (OutOfMemoryError e) {
              thrown.set(e);
            }
          };
      boolean local = random.nextBoolean();
      if (local) {
        send.run();
      } else {
        Thread.ofPlatform().start(send).join();
      }
      engine.memory(_ -> true);
      if (thrown.get() == null) {
        expected.writeBytes(ByteBuffer.allocate(4).putInt(message.length).array());
        expected.writeBytes(message);
      } else {
        failures++;
      }
      // Sends of two threads are in no order but the one in which the loop hears of them.
      port.flush();
      engine.run();
      if (random.nextInt(3) == 0) {
        engine.endpoint().write();
      }
    }
    engine.endpoint().write();
    assertArrayEquals(expected.toByteArray(), engine.endpoint().written.toByteArray(), where);
    assertEquals(0, port.pendingBytes(), where + ", after " + failures + " failures");
    assertEquals(List.of(), taken(port), where);
    port.abort();
    engine.run();
    // What is kept from here is not at hand in the next round.
    assertEquals(0, engine.loop.pool().outstanding(), where);
  }

  private static boolean send(TcpPort port, byte[] message, int how) {
    return switch (how) {
      case 0 -> port.trySend(ByteBuffer.wrap(message));
      case 1 -> port.trySend(MemorySegment.ofArray(message));
      default -> {
        int half = message.length / 2;
        yield port.trySend(
            new ByteBuffer[] {
              ByteBuffer.wrap(message, 0, half),
              ByteBuffer.wrap(message, half, message.length - half)
            },
            0,
            2);
      }
    };
  }

  @Test
  void sendsThatFailAreSeenToFail() {
    TcpPort port = connected(FRAMED);
    engine.memory(_ -> false);
    ByteBuffer message = ByteBuffer.allocate(200_000);
    assertThrows(OutOfMemoryError.class, () -> port.trySend(message));
    assertEquals(
        200_000, message.remaining(), "of a message that was not sent something was taken");
    assertEquals(0, port.pendingBytes());
    engine.memory(_ -> true);
    assertTrue(port.trySend(message));
    engine.run();
    engine.endpoint().write();
    assertEquals(200_004, engine.endpoint().written.size());
  }

  /** Behind a short message that waits in the open chunk. */
  @Test
  void whatWaitsIsSentAlthoughTheNextMessageFails() {
    TcpPort port = connected(PortOptions.defaults());
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("first "))));
    engine.memory(_ -> false);
    assertThrows(OutOfMemoryError.class, () -> port.trySend(ByteBuffer.allocate(50_000)));
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("second"))), "there is room in the chunk");
    engine.run();
    engine.endpoint().write();
    assertEquals("first second", engine.endpoint().written.toString(US_ASCII));
  }

  /** Who was refused for the sake of a message that was not sent is not left waiting. */
  @Test
  void whoWasRefusedForAMessageThatFailedHearsOfRoom() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults().watermarks(4, 8));
    AtomicBoolean refused = new AtomicBoolean();
    engine.memory(
        _ -> {
          // Room is taken, the chunk not there yet.
          refused.set(!port.trySend(ByteBuffer.wrap(ascii("x"))));
          return false;
        });
    Thread other =
        Thread.ofPlatform()
            .start(
                () ->
                    assertThrows(
                        OutOfMemoryError.class, () -> port.trySend(ByteBuffer.allocate(100))));
    other.join();
    assertTrue(refused.get());
    assertEquals(0, port.pendingBytes());
    engine.run();
    assertInstanceOf(Writable.class, port.poll());
    engine.memory(_ -> true);
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("x"))));
  }

  @Test
  void aPassiveReadThatDoesNotFitEndsItsPort() {
    TcpPort port = connected(PortOptions.defaults());
    engine.memory(bytes -> bytes < 70_000);
    ask(port, 1 << 20);
    byte[] part = new byte[60_000];
    engine.endpoint().arrive(part, 0, part.length);
    engine.endpoint().arrive(part, 0, part.length);
    Failed failed = assertInstanceOf(Failed.class, port.poll());
    String said = String.valueOf(failed.cause().getMessage());
    assertTrue(said.contains("a read of 1048576 bytes"), said);
    assertInstanceOf(Closed.class, port.poll());
  }

  /** Asked for by another thread: it is the loop's mailbox that brings it. */
  @Test
  void whatARequestFindsNoMemoryForEndsThatPort() {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.lengthPrefix(1, 100)));
    byte[] part = {5, 1, 2};
    engine.endpoint().arrive(part, 0, part.length);
    assertNull(port.poll(), "it is passive");
    engine.memory(_ -> false);
    // A part of a frame is kept in a chunk of its own; what the pool has, somebody else takes.
    List<Chunk> kept = new ArrayList<>();
    try {
      while (kept.size() < 10_000) {
        kept.add(engine.loop.pool().lease(1));
      }
    } catch (OutOfMemoryError e) {
      // That was the last.
    }
    port.active(2);
    engine.run();
    assertInstanceOf(Failed.class, port.poll());
    assertInstanceOf(Closed.class, port.poll());
    assertNull(engine.loop.failure());
    kept.forEach(Chunk::release);
  }

  @Test
  void aConnectionThatThereIsNoMemoryForIsClosedAndTheListenerGoesOn() throws SystemCallException {
    AtomicBoolean lacking = new AtomicBoolean(true);
    TcpListener listener =
        new TcpListener(engine.loop, ListenOptions.defaults(), () -> loop(lacking.get()), _ -> {});
    listener.open(FakeEngine.ADDRESS);
    FakeEngine.FakeAcceptor acceptor = engine.acceptor();
    assertFalse(acceptor.handler.onAccepted(7, FakeEngine.ADDRESS));
    assertEquals(List.of(7L), List.copyOf(engine.discarded));
    Failed failed = assertInstanceOf(Failed.class, listener.poll());
    assertSame(listener, failed.source());
    SystemCallException cause = assertInstanceOf(SystemCallException.class, failed.cause());
    assertEquals("accept", cause.call());
    assertEquals(SystemCallException.Kind.NO_RESOURCES, cause.kind());
    assertTrue(String.valueOf(cause.getMessage()).contains("-Xmx"), cause.getMessage());
    lacking.set(false);
    assertTrue(acceptor.handler.onAccepted(8, FakeEngine.ADDRESS));
    assertInstanceOf(Accepted.class, listener.poll());
    listener.close();
    engine.run();
  }

  private EventLoop loop(boolean noMemory) {
    if (noMemory) {
      throw new OutOfMemoryError("Java heap space, says the test");
    }
    return engine.loop;
  }
}
