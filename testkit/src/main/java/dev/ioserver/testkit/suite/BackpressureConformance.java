package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.OfTcp;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A slow reader bounds memory: watermarks out, and what becomes of senders that wait. */
public abstract class BackpressureConformance extends Conformance {

  private static final int LOW = 64 << 10;
  private static final int HIGH = 128 << 10;
  private static final int SMALL = 16 << 10;
  private static final int MESSAGE = 10_000;
  private static final PortOptions OPTIONS =
      PortOptions.defaults().watermarks(LOW, HIGH).option(StandardSocketOptions.SO_SNDBUF, SMALL);

  /** For subclasses. */
  protected BackpressureConformance() {}

  @BothShapes
  void slowReaderWatermarksHoldAndWritableComes(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS);
      try (Peer peer = Peer.connectSmall(listener.localAddress(), SMALL)) {
        Port port = server.accept(listener);
        long sent = fill(server, port);
        for (int round = 0; round < 5; round++) {
          assertTrue(port.pendingBytes() < HIGH + MESSAGE, "memory is not bounded");
          ByteBuffer refused = Bytes.zeros(MESSAGE);
          long pending = port.pendingBytes();
          while (port.trySend(refused)) {
            // The system has found some more room.
            sent += MESSAGE;
            refused.rewind();
            pending = port.pendingBytes();
          }
          // Nobody else sends: when it was refused it was no more than that.
          assertTrue(pending >= HIGH, "refused below the high watermark");
          assertEquals(MESSAGE, refused.remaining(), "of a refused message something was taken");
          drop(port);
          long until = sent - LOW / 2;
          Work<Peer.Sum> reader = begin("reader", () -> peer.readAtMost(until));
          server.expect(port, Writable.class);
          assertTrue(port.pendingBytes() <= LOW, "Writable came above the low watermark");
          Peer.Sum read = server.join(reader);
          sent -= read.length();
          sent += fill(server, port);
        }
        port.abort();
        expectBeyondWritable(server, port, Closed.class);
      }
    }
  }

  @BothShapes
  void writableComesOnlyAfterARefusal(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS);
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        assertTrue(port.trySend(Bytes.zeros(HIGH + 1)), "one message may exceed the bound");
        Work<Peer.Sum> reader = begin("reader", () -> peer.readAtMost(HIGH + 1));
        assertEquals(HIGH + 1, server.join(reader).length());
        server.until("written", () -> port.pendingBytes() == 0);
        peer.shutdownOutput();
        port.close();
        server.expect(port, Closed.class);
      }
    }
  }

  @BothShapes
  void blockedSenderGoesOnWhenThePeerReads(Shape shape) throws Exception {
    long total = 8 << 20;
    Random random = random();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS);
      try (Peer peer = Peer.connectSmall(listener.localAddress(), SMALL)) {
        Port port = server.accept(listener);
        Work<Void> reader =
            begin(
                "reader",
                () -> {
                  for (long left = total; left > 0; ) {
                    left -= peer.readAtMost(Math.min(left, random.nextInt(300_000))).length();
                    if (random.nextInt(8) == 0) {
                      Thread.sleep(random.nextInt(5));
                    }
                  }
                  return null;
                });
        for (long left = total; left > 0; ) {
          int length = (int) Math.min(left, 1 + random.nextInt(60_000));
          port.send(Bytes.zeros(length));
          left -= length;
          assertTrue(port.pendingBytes() < HIGH + 60_000);
        }
        server.join(reader);
      }
    }
  }

  @BothShapes
  void blockedSendersOfManyThreadsNoneIsForgotten(Shape shape) throws Exception {
    int threads = 6;
    int messages = 500;
    int length = 3_000;
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS.watermarks(1, 2));
      try (Peer peer = Peer.connectSmall(listener.localAddress(), SMALL)) {
        Port port = server.accept(listener);
        List<Work<Void>> senders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          byte mark = (byte) i;
          Action sending =
              () -> {
                byte[] bytes = new byte[length];
                java.util.Arrays.fill(bytes, mark);
                for (int m = 0; m < messages; m++) {
                  port.send(ByteBuffer.wrap(bytes));
                }
              };
          senders.add(
              i % 2 == 0 ? run("sender " + i, sending) : runVirtual("sender " + i, sending));
        }
        Work<Void> reader =
            begin(
                "reader",
                () -> {
                  int[] counts = new int[threads];
                  for (int m = 0; m < threads * messages; m++) {
                    byte[] message = peer.read(length);
                    counts[message[0]]++;
                    for (byte b : message) {
                      assertEquals(message[0], b, "messages of several threads were mixed");
                    }
                  }
                  for (int count : counts) {
                    assertEquals(messages, count);
                  }
                  return null;
                });
        for (Work<Void> sender : senders) {
          server.join(sender);
        }
        server.join(reader);
      }
    }
  }

  @BothShapes
  void sendWithTimeoutGivesUpAndTakesNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS);
      try (Peer peer = Peer.connectSmall(listener.localAddress(), SMALL)) {
        Port port = server.accept(listener);
        long sent = fill(server, port);
        ByteBuffer message = Bytes.zeros(MESSAGE);
        for (int refused = 0; refused < 10; ) {
          long began = System.nanoTime();
          if (port.send(message, Duration.ofMillis(2))) {
            // The system has found some more room.
            sent += MESSAGE;
            message.rewind();
            continue;
          }
          refused++;
          assertTrue(System.nanoTime() - began >= 2_000_000, "gave up early");
          assertEquals(MESSAGE, message.remaining());
        }
        for (long timeout : new long[] {0, -1}) {
          if (port.send(message, Duration.ofNanos(timeout))) {
            sent += MESSAGE;
            message.rewind();
          }
        }
        port.shutdownOutput();
        Work<Peer.Sum> reader = begin("reader", peer::readAll);
        assertEquals(sent, server.join(reader).length());
      }
    }
  }

  @OfTcp
  @BothShapes
  void blockedSenderEndsOnClose(Shape shape) throws Exception {
    blockedSenderEnds(shape, Port::close);
  }

  @OfTcp
  @BothShapes
  void blockedSenderEndsOnAbort(Shape shape) throws Exception {
    blockedSenderEnds(shape, Port::abort);
  }

  @OfTcp
  @BothShapes
  void blockedSenderEndsOnShutdownOutput(Shape shape) throws Exception {
    blockedSenderEnds(shape, Port::shutdownOutput);
  }

  @OfTcp
  @BothShapes
  void blockedSenderEndsOnResetByPeerWithTheCause(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS);
      Peer peer = Peer.connectSmall(listener.localAddress(), SMALL);
      Port port = server.accept(listener);
      fill(server, port);
      Work<ChannelClosedException> sender = begin("sender", () -> sendUntilClosed(port));
      server.idle(20_000_000);
      peer.reset();
      assertInstanceOf(
          dev.ioserver.engine.api.SystemCallException.class, server.join(sender).getCause());
      expectBeyondWritable(server, port, Failed.class);
      server.expect(port, Closed.class);
    }
  }

  @BothShapes
  void blockedSenderIsInterruptedAndNothingWasSent(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS);
      try (Peer peer = Peer.connectSmall(listener.localAddress(), SMALL)) {
        Port port = server.accept(listener);
        long sent = fill(server, port);
        Work<Long> sender =
            begin(
                "sender",
                () -> {
                  long more = 0;
                  ByteBuffer message = Bytes.zeros(MESSAGE);
                  try {
                    while (true) {
                      port.send(message.rewind());
                      more += MESSAGE;
                    }
                  } catch (InterruptedException e) {
                    assertEquals(MESSAGE, message.remaining());
                    return more;
                  }
                });
        server.idle(20_000_000);
        sender.interrupt();
        sent += server.join(sender);
        port.shutdownOutput();
        Work<Peer.Sum> reader = begin("reader", peer::readAll);
        assertEquals(sent, server.join(reader).length());
      }
    }
  }

  @OfTcp
  @BothShapes
  void slowReaderDoesNotHoldUpTheOthers(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS);
      try (Peer slow = Peer.connectSmall(listener.localAddress(), SMALL);
          Peer quick = Peer.connect(listener.localAddress())) {
        Port first = server.accept(listener);
        Port second = server.accept(listener);
        boolean firstIsSlow = Peer.port(first.remoteAddress()) == slow.socket().getLocalPort();
        Port stuck = firstIsSlow ? first : second;
        Port free = firstIsSlow ? second : first;
        fill(server, stuck);
        AtomicInteger echoed = new AtomicInteger();
        Work<Void> client =
            run(
                "client",
                () -> {
                  for (int i = 0; i < 500; i++) {
                    quick.write((byte) i);
                    assertEquals((byte) i, quick.read(1)[0]);
                    echoed.incrementAndGet();
                  }
                  quick.shutdownOutput();
                });
        StreamConformance.echo(server, free, new Random(1));
        server.join(client);
        assertEquals(500, echoed.get());
      }
    }
  }

  private void blockedSenderEnds(Shape shape, java.util.function.Consumer<Port> how)
      throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(OPTIONS.closeTimeout(Duration.ofMillis(100)));
      try (Peer peer = Peer.connectSmall(listener.localAddress(), SMALL)) {
        Port port = server.accept(listener);
        fill(server, port);
        Work<ChannelClosedException> platform = begin("sender", () -> sendUntilClosed(port));
        Work<ChannelClosedException> virtual =
            beginVirtual("virtual sender", () -> sendUntilClosed(port));
        server.idle(20_000_000);
        assertFalse(platform.isDone());
        how.accept(port);
        server.join(platform);
        server.join(virtual);
        assertTrue(peer.socket().isConnected());
      }
    }
  }

  private static ChannelClosedException sendUntilClosed(Port port) throws InterruptedException {
    try {
      while (true) {
        port.send(Bytes.zeros(MESSAGE));
      }
    } catch (ChannelClosedException e) {
      return e;
    }
  }

  /** Sends until it is refused and stays refused: the system's buffers are full too. */
  private static long fill(TestServer server, Port port) throws InterruptedException {
    long sent = 0;
    while (true) {
      if (port.trySend(Bytes.zeros(MESSAGE))) {
        sent += MESSAGE;
        continue;
      }
      server.idle(20_000_000);
      if (port.pendingBytes() >= HIGH) {
        return sent;
      }
      drop(port);
    }
  }

  /** Drops what has come, Writable in all likelihood: the system had some more room. */
  private static void drop(Port port) throws InterruptedException {
    while (port.tryReceive() != null) {
      // Of no interest.
    }
  }

  /** Waits for a message; the system may have found some more room before. */
  private static void expectBeyondWritable(
      TestServer server, Port port, Class<? extends Message> kind) throws InterruptedException {
    Message message = server.next(port);
    while (message instanceof Writable) {
      message = server.next(port);
    }
    assertInstanceOf(kind, message);
  }
}
