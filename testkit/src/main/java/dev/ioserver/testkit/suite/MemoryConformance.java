package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.LittleMemory;
import dev.ioserver.testkit.fixture.LittleMemory.Trial;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Memory as a limit: out of memory is one port's, and what waits is bounded in bytes. */
public abstract class MemoryConformance extends Conformance {

  private static final int SMALL = 256 << 10;
  private static final int LOOP = 1 << 20;
  private static final int MUCH = 8 << 20;
  private static final int ONE_READ = 64 << 10;
  private static final long PAUSE_NANOS = 100_000_000;

  /** For subclasses. */
  protected MemoryConformance() {}

  @BothShapes
  void aFrameThatDoesNotFitIntoMemoryEndsItsPortAlone(Shape shape) throws Exception {
    tryWithLittleMemory(shape, Trial.FRAME);
  }

  @BothShapes
  void aSendThatFindsNoMemoryLeavesTheStreamWhole(Shape shape) throws Exception {
    tryWithLittleMemory(shape, Trial.SEND);
  }

  @BothShapes
  void aReadThatFindsNoMemoryEndsItsPortAlone(Shape shape) throws Exception {
    tryWithLittleMemory(shape, Trial.RECEIVE);
  }

  /** On a small heap. On a caller-run server nothing is read while its owner is away. */
  @Test
  void manyFastPeersAndAReceiverThatIsAwayAreSurvived() throws Exception {
    tryWithLittleMemory(Shape.OWN_THREADS, Trial.AWAY);
  }

  @BothShapes
  void whatWaitsIsBoundedInBytesWithoutCount(Shape shape) throws Exception {
    bounded(shape, PortOptions.UNLIMITED);
  }

  @BothShapes
  void whatWaitsIsBoundedInBytesByCredit(Shape shape) throws Exception {
    bounded(shape, 1_000_000);
  }

  private void bounded(Shape shape, int credit) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(credit).inboxBytes(SMALL));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Random random = random();
        Work<Peer.Sum> sender =
            begin(
                "sender",
                () -> {
                  Peer.Sum sent = peer.writeRandom(MUCH, random);
                  peer.shutdownOutput();
                  return sent;
                });
        long read = -1;
        for (long now = 0; now != read; now = server.counters().bytesIn()) {
          read = now;
          // Nobody takes; a caller-run loop is run all the same.
          server.idle(PAUSE_NANOS);
        }
        assertTrue(read > 0, "nothing was read");
        assertTrue(read <= SMALL + ONE_READ, read + " bytes wait");
        CRC32 crc = new CRC32();
        long length = 0;
        Message message = server.next(port);
        while (message instanceof Data data) {
          length += data.length();
          crc.update(data.bytes());
          data.release();
          message = server.next(port);
        }
        assertInstanceOf(PeerClosed.class, message);
        assertEquals(server.join(sender), new Peer.Sum(length, crc.getValue()));
      }
    }
  }

  /** A limit that is always about to be reached: no stall is lost between the two threads. */
  @BothShapes
  void readingGoesOnHoweverOftenItStops(Shape shape) throws Exception {
    Random random = random();
    int rounds = rounds(20, 400);
    for (int round = 0; round < rounds; round++) {
      int credit = random.nextBoolean() ? PortOptions.UNLIMITED : 1_000_000;
      PortOptions options =
          PortOptions.defaults()
              .framing(Framing.lengthPrefix(2, 10_000))
              .credit(credit)
              .inboxBytes(1 + random.nextInt(20_000));
      try (TestServer server =
          server(shape, all -> all.inboxBytes(1 + random.nextInt(2) * 1_000_000L))) {
        Listener listener = server.listen(options);
        try (Peer peer = Peer.connect(listener.localAddress())) {
          Port port = server.accept(listener);
          int frames = 300;
          long seed = random.nextLong();
          Work<Void> sender = begin("sender", () -> sendFrames(peer, frames, new Random(seed)));
          for (int i = 0; i < frames; i++) {
            Data data = server.expect(port, Data.class);
            assertEquals(i, data.bytes().getInt());
            data.release();
          }
          server.join(sender);
          port.abort();
          server.expect(port, Closed.class);
        }
      }
    }
  }

  private static Void sendFrames(Peer peer, int frames, Random random) throws Exception {
    for (int i = 0; i < frames; i++) {
      int length = 4 + (random.nextInt(4) == 0 ? random.nextInt(9_000) : random.nextInt(20));
      peer.write(ByteBuffer.allocate(2 + length).putShort((short) length).putInt(i).array());
      if (random.nextInt(50) == 0) {
        Thread.sleep(1);
      }
    }
    return null;
  }

  @BothShapes
  void aMessageLongerThanTheLimitIsDelivered(Shape shape) throws Exception {
    int length = 1 << 20;
    try (TestServer server = server(shape, options -> options.inboxBytes(1))) {
      Listener listener =
          server.listen(
              PortOptions.defaults()
                  .framing(Framing.lengthPrefix(4, length))
                  .credit(PortOptions.UNLIMITED)
                  .inboxBytes(1));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        byte[] frame = ByteBuffer.allocate(4 + length).putInt(length).array();
        Work<Void> sender =
            begin(
                "sender",
                () -> {
                  peer.write(frame);
                  peer.write(frame);
                  return null;
                });
        for (int i = 0; i < 2; i++) {
          Data data = server.expect(port, Data.class);
          assertEquals(length, data.length());
          data.release();
        }
        server.join(sender);
        port.abort();
        server.expect(port, Closed.class);
      }
    }
  }

  /** The limit of the loop is used up by ports from which nobody takes. */
  @Test
  void whoTakesGoesOnWhileOthersHoard() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS, all -> all.inboxBytes(LOOP))) {
      Listener listener =
          server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED).inboxBytes(MUCH));
      List<Peer> peers = new ArrayList<>();
      List<Port> hoards = new ArrayList<>();
      List<Work<Void>> senders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Peer peer = Peer.connect(listener.localAddress());
        peers.add(peer);
        hoards.add(server.accept(listener));
        senders.add(
            begin(
                "hoard",
                () -> {
                  peer.write(new byte[MUCH]);
                  return null;
                }));
      }
      long read = -1;
      for (long now = 0; now != read; now = server.counters().bytesIn()) {
        read = now;
        TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
      }
      // Beyond the limit each of the others was read once, since nothing of it waited.
      assertTrue(read <= LOOP + 4 * ONE_READ, read + " bytes wait");
      try (Peer good = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        for (int i = 0; i < 100; i++) {
          good.write((byte) i);
          Data data = server.expect(port, Data.class);
          assertEquals(i, data.bytes().get());
          data.release();
        }
        port.abort();
        server.expect(port, Closed.class);
      }
      for (int i = 0; i < hoards.size(); i++) {
        for (long left = MUCH; left > 0; ) {
          Data data = server.expect(hoards.get(i), Data.class);
          left -= data.length();
          data.release();
        }
        server.join(senders.get(i));
        hoards.get(i).abort();
        server.expect(hoards.get(i), Closed.class);
        peers.get(i).close();
      }
    }
  }

  /** In a process of its own, whose memory can be used up. */
  private void tryWithLittleMemory(Shape shape, Trial trial) throws Exception {
    Path output = Files.createTempFile("ioserver-memory", ".txt");
    try {
      Process child = LittleMemory.start(engine(), shape, trial, output);
      boolean ended = child.waitFor(60, TimeUnit.SECONDS);
      child.destroyForcibly();
      String said = Files.readString(output);
      assertTrue(ended, "the process did not end; it said: " + said);
      assertEquals(0, child.exitValue(), said);
      assertTrue(said.contains(LittleMemory.PASSED), said);
    } finally {
      Files.delete(output);
    }
  }
}
