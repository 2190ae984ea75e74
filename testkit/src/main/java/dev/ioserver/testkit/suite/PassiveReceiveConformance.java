package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Receiving by demand: exact lengths, time-outs and interrupts that lose nothing. */
public abstract class PassiveReceiveConformance extends Conformance {

  /** For subclasses. */
  protected PassiveReceiveConformance() {}

  @BothShapes
  void passiveReceiveGivesExactLengths(Shape shape) throws Exception {
    Random random = random();
    long total = 8 << 20;
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Work<Peer.Sum> client =
          begin(
              "client",
              () -> {
                try (Peer peer = Peer.connect(listener.localAddress())) {
                  Peer.Sum sum = peer.writeRandom(total, random);
                  peer.shutdownOutput();
                  assertTrue(peer.readsEnd());
                  return sum;
                }
              });
      Port port = server.accept(listener);
      CRC32 crc = new CRC32();
      Random lengths = new Random(random.nextLong());
      for (long left = total; left > 0; ) {
        int bound = lengths.nextInt(8) == 0 ? 400_000 : 5_000;
        int length = (int) Math.min(left, lengths.nextInt(bound));
        byte[] bytes = Bytes.take(Bytes.receive(port, length));
        assertTrue(length == 0 ? bytes.length > 0 : bytes.length == length);
        crc.update(bytes);
        left -= bytes.length;
      }
      assertThrows(ChannelClosedException.class, () -> Bytes.receive(port, 1));
      port.close();
      server.expect(port, Closed.class);
      assertEquals(new Peer.Sum(total, crc.getValue()), server.join(client));
    }
  }

  @BothShapes
  void passiveReceiveTimeoutsLoseNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        assertNull(port.read(4, Duration.ZERO));
        assertNull(port.read(0, Duration.ofNanos(-1)));
        peer.write((byte) 'a', (byte) 'b');
        long began = System.nanoTime();
        assertNull(port.read(4, Duration.ofMillis(20)));
        assertTrue(System.nanoTime() - began >= 20_000_000, "timed out early");
        peer.write((byte) 'c');
        assertNull(port.read(5, Duration.ofMillis(20)));
        assertEquals("a", Bytes.text(Bytes.receive(port, 1)));
        assertEquals("bc", Bytes.text(Bytes.receive(port, 2)));
        peer.write((byte) 'd', (byte) 'e');
        assertNull(port.read(3, Duration.ofMillis(20)));
        assertEquals("de", Bytes.text(Bytes.receive(port, 0)));
      }
    }
  }

  @BothShapes
  void passiveReceiveWithoutWaitingTakesWhatHasCome(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        receiveWithoutWaiting(server.accept(listener), peer);
      }
    }
  }

  @Test
  void passiveReceiveWithoutWaitingOnAVirtualThread() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        runVirtual("virtual receiver", () -> receiveWithoutWaiting(port, peer)).get();
      }
    }
  }

  /** The bytes of a write of two bytes travel together: when one has come, so has the other. */
  private static void receiveWithoutWaiting(Port port, Peer peer) throws Exception {
    for (int round = 0; round < 200; round++) {
      assertNull(port.read(0, Duration.ZERO), "nobody has written");
      peer.write((byte) 'a', (byte) 'b');
      // When it arrives is the system's affair. Then one call is as good as many, nobody reads
      // between the calls, and a loop that is slow is waited for.
      assertEquals("a", Bytes.text(untilReceived(port, 1)));
      Data second = port.read(1, Duration.ZERO);
      assertNotNull(second, "the second byte had come, in round " + round);
      assertEquals("b", Bytes.text(second));
    }
    peer.write((byte) 'a', (byte) 'b');
    assertEquals("a", Bytes.text(Bytes.receive(port, 1)));
    assertNull(port.read(2, Duration.ZERO), "one of two has come");
    Data rest = port.read(0, Duration.ZERO);
    assertNotNull(rest, "it is kept for the next call");
    assertEquals("b", Bytes.text(rest));
    peer.shutdownOutput();
    assertThrows(ChannelClosedException.class, () -> untilReceived(port, 1));
    assertThrows(ChannelClosedException.class, () -> port.read(0, Duration.ZERO));
  }

  /** Asks again and again what has come, without waiting. */
  private static Data untilReceived(Port port, int length) throws InterruptedException {
    long deadline = System.nanoTime() + TestServer.LONG_NANOS;
    Data data = port.read(length, Duration.ZERO);
    while (data == null) {
      assertTrue(deadline - System.nanoTime() > 0, "the bytes never came");
      data = port.read(length, Duration.ZERO);
    }
    return data;
  }

  /** Whoever runs the loop may be anywhere: it is not waited for. */
  @Test
  void passiveReceiveWithoutWaitingWhileTheLoopIsNotRun() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Work<@Nullable Data> other = begin("receiver", () -> port.read(1, Duration.ZERO));
        assertNull(other.get(), "the loop was not run");
        peer.write((byte) 'a');
        assertEquals("a", Bytes.text(Bytes.receive(port, 1)));
      }
    }
  }

  /** A thread that runs a loop of its own goes on doing so while another loop looks. */
  @Test
  void passiveReceiveWithoutWaitingOnTheThreadOfAnotherLoop() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress());
          TestServer _ = server(Shape.CALLER_RUNS)) {
        receiveWithoutWaiting(server.accept(listener), peer);
      }
    }
  }

  @BothShapes
  void passiveReceiveMixedWithActiveModeKeepsOrder(Shape shape) throws Exception {
    Random random = random();
    long total = 4 << 20;
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Work<Peer.Sum> client =
          begin(
              "client",
              () -> {
                try (Peer peer = Peer.connect(listener.localAddress())) {
                  return peer.writeRandom(total, random);
                }
              });
      Port port = server.accept(listener);
      Random modes = new Random(random.nextLong());
      CRC32 crc = new CRC32();
      long left = total;
      while (left > 0) {
        byte[] bytes;
        switch (modes.nextInt(3)) {
          case 0 ->
              bytes = Bytes.take(Bytes.receive(port, (int) Math.min(left, modes.nextInt(9_000))));
          case 1 -> {
            Data data =
                port.read(
                    (int) Math.min(left, 1 + modes.nextInt(90_000)), Duration.ofNanos(20_000));
            bytes = data == null ? new byte[0] : Bytes.take(data);
          }
          default -> {
            port.active(1);
            bytes = Bytes.take(server.expect(port, Data.class));
            server.expect(port, CreditUsed.class);
          }
        }
        crc.update(bytes);
        left -= bytes.length;
      }
      assertEquals(new Peer.Sum(total, crc.getValue()), server.join(client));
    }
  }

  @BothShapes
  void passiveReceiveIsRefusedWhileActive(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener).active(1);
        assertThrows(IllegalStateException.class, () -> port.read(1, Duration.ofNanos(1_000)));
        assertThrows(IllegalArgumentException.class, () -> port.read(-1, Duration.ofNanos(1_000)));
        assertThrows(
            IllegalArgumentException.class,
            () -> port.read(PortOptions.MAX_PASSIVE_LENGTH + 1, Duration.ofNanos(1_000)));
        port.pause();
        server.expect(port, CreditUsed.class);
        peer.write((byte) 'x');
        assertEquals("x", Bytes.text(Bytes.receive(port, 1)));
      }
    }
  }

  @BothShapes
  void passiveReceivePeerClosesTooSoonSaysSoAndTheRestCanBeHad(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        peer.write((byte) 'a', (byte) 'b', (byte) 'c');
        peer.shutdownOutput();
        assertThrows(ChannelClosedException.class, () -> Bytes.receive(port, 10));
        assertEquals("ab", Bytes.text(Bytes.receive(port, 2)));
        assertThrows(ChannelClosedException.class, () -> Bytes.receive(port, 2));
        port.active(2);
        assertEquals("c", Bytes.text(server.expect(port, Data.class)));
        server.expect(port, PeerClosed.class);
      }
    }
  }

  @BothShapes
  void passiveReceiveEndsWhenThePortIsClosed(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Work<Void> closer =
            run(
                "closer",
                () -> {
                  Thread.sleep(20);
                  port.close();
                });
        assertThrows(ChannelClosedException.class, () -> Bytes.receive(port, 10));
        closer.get();
        assertTrue(peer.readsEnd());
      }
    }
  }

  /** An interrupt that comes together with the bytes must not take them along. */
  @BothShapes
  void passiveReceiveInterruptedLosesNothing(Shape shape) throws Exception {
    Random random = random();
    int total = 20_000;
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        AtomicBoolean done = new AtomicBoolean();
        Thread receiver = Thread.currentThread();
        Work<Void> client =
            run(
                "client",
                () -> {
                  for (int i = 0; i < total; i++) {
                    peer.write((byte) i);
                    for (int n = random.nextInt(2_000); n > 0; n--) {
                      Thread.onSpinWait();
                    }
                  }
                });
        Work<Void> interrupter =
            run(
                "interrupter",
                () -> {
                  while (!done.get()) {
                    receiver.interrupt();
                    Thread.sleep(0, 50_000);
                  }
                });
        for (int i = 0; i < total; ) {
          try {
            Data data = port.read(1, TestServer.LONG);
            assertNotNull(data, "byte " + i + " was lost");
            assertEquals((byte) i, Bytes.take(data)[0]);
            i++;
          } catch (InterruptedException e) {
            // On with it.
          }
        }
        done.set(true);
        while (!interrupter.isDone() || !client.isDone()) {
          var _ = Thread.interrupted();
          Thread.onSpinWait();
        }
        var _ = Thread.interrupted();
        client.get();
      }
    }
  }

  @BothShapes
  void passiveReceiveOfTheLongestLength(Shape shape) throws Exception {
    int length = PortOptions.MAX_PASSIVE_LENGTH;
    Random random = random();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Work<Peer.Sum> client =
          begin(
              "client",
              () -> {
                try (Peer peer = Peer.connect(listener.localAddress())) {
                  return peer.writeRandom(length, random);
                }
              });
      Port port = server.accept(listener);
      Data data = Bytes.receive(port, length);
      CRC32 crc = new CRC32();
      crc.update(data.bytes());
      data.release();
      assertEquals(new Peer.Sum(length, crc.getValue()), server.join(client));
    }
  }

  @BothShapes
  void virtualThreadsReceiveAsPlatformThreadsDo(Shape shape) throws Exception {
    if (shape == Shape.CALLER_RUNS) {
      return; // The loop's own thread is a platform thread.
    }
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Work<Void> echo =
          runVirtual(
              "virtual echo",
              () -> {
                Port port = server.accept(listener);
                for (int i = 0; i < 1_000; i++) {
                  Data data = Bytes.receive(port, 3);
                  port.send(data.bytes());
                  data.release();
                }
                StreamConformance.echo(server, port, new Random(1));
              });
      try (Peer peer = Peer.connect(listener.localAddress())) {
        for (int i = 0; i < 2_000; i++) {
          peer.write((byte) i, (byte) 1, (byte) 2);
          assertEquals((byte) i, peer.read(3)[0]);
        }
        peer.shutdownOutput();
        assertTrue(peer.readsEnd());
      }
      echo.get();
    }
  }
}
