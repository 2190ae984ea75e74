package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Watch;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Foreign;
import dev.ioserver.testkit.fixture.ForeignSockets;
import dev.ioserver.testkit.fixture.Foreigners;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Descriptors that no server made: told of as promised, let go of, and never touched. */
public abstract class WatchConformance extends Conformance {

  private static final long IDLE_NANOS = 30_000_000;

  /** A loop that spins makes thousands of polls in that time, one that does not a few. */
  private static final long FEW_POLLS = 200;

  /** For subclasses. */
  protected WatchConformance() {}

  /**
   * {@return what makes the descriptors: sockets of the engine, if it has descriptors of the
   * system}
   *
   * @throws Exception if it cannot be opened
   */
  protected Foreigners foreigners() throws Exception {
    return ForeignSockets.of(engine());
  }

  @BothShapes
  void levelIsToldUntilAllIsRead(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Watch watch = watch(server, foreign, Interest.READ);
      nothingComes(server, watch);
      foreign.send(8);
      Ready ready = server.expect(watch, Ready.class);
      assertSame(watch, ready.watch());
      assertTrue(ready.isReadable());
      assertFalse(ready.isWritable(), "nobody has asked for that");
      server.expect(watch, Ready.class); // since nothing was read
      assertEquals(8, foreign.read());
      nothingComes(server, watch);
      foreign.send(1);
      server.expect(watch, Ready.class);
      assertEquals(1, foreign.read());
      assertEquals(Interest.READ, watch.interest());
      assertFalse(watch.isEdgeTriggered());
    }
  }

  /** So a descriptor may block: who reads once for each message is never kept waiting. */
  @BothShapes
  void oneReadForEachReadyNeverFindsNothing(Shape shape) throws Exception {
    int bytes = rounds(2_000, 50_000);
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Watch watch = watch(server, foreign, Interest.READ);
      Work<Void> sender =
          run(
              "sender",
              () -> {
                for (int i = 0; i < bytes; i++) {
                  foreign.send(1);
                }
              });
      int read = 0;
      while (read < bytes) {
        server.expect(watch, Ready.class);
        int n = foreign.read();
        assertTrue(n > 0, "a Ready, and a read that gave " + n);
        read += n;
      }
      sender.get();
      nothingComes(server, watch);
    }
  }

  @BothShapes
  void oneWriteForEachReadyNeverFindsNoRoom(Shape shape) throws Exception {
    int bytes = 4 << 20;
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Watch watch = watch(server, foreign, Interest.WRITE);
      Work<Void> reader = run("reader", () -> foreign.empty(bytes));
      int written = 0;
      while (written < bytes) {
        assertTrue(server.expect(watch, Ready.class).isWritable());
        int n = foreign.fill();
        assertTrue(n > 0, "a Ready, and no room");
        written += n;
      }
      reader.get();
    }
  }

  /** The kernel is not asked while nobody could hear the answer. */
  @BothShapes
  void nothingSpinsWhileAReadyWaitsOrIsDealtWith(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Watch watch = watch(server, foreign, Interest.READ | Interest.WRITE);
      foreign.send(1);
      server.until("a Ready waits", () -> server.counters().messagesIn() > 0);
      assertFewPolls(server);
      server.expect(watch, Ready.class);
      assertFewPolls(server);
      assertEquals(1, foreign.read());
    }
  }

  @BothShapes
  void edgesAreToldOnceEach(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      if (!hasEdges()) {
        IllegalArgumentException refused =
            assertThrows(
                IllegalArgumentException.class,
                () -> foreign.watch(server.io(), Interest.READ | Interest.EDGE));
        assertTrue(String.valueOf(refused.getMessage()).contains("edge"), refused.getMessage());
        return;
      }
      Watch watch = watch(server, foreign, Interest.READ | Interest.EDGE);
      nothingComes(server, watch);
      for (int i = 1; i <= 20; i++) {
        foreign.send(4);
        assertTrue(server.expect(watch, Ready.class).isReadable());
        nothingComes(server, watch);
      }
      assertEquals(80, foreign.read());
      assertTrue(watch.isEdgeTriggered());
      assertEquals(Interest.READ, watch.interest());
    }
  }

  /** What was ready before it was watched is an edge too. */
  @BothShapes
  void edgesBeginWithWhatIsThere(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      if (!hasEdges()) {
        skip("this engine has no edges");
      }
      foreign.send(1);
      Watch watch = watch(server, foreign, Interest.EDGE);
      nothingComes(server, watch);
      watch.interest(Interest.READ);
      assertTrue(server.expect(watch, Ready.class).isReadable());
      assertEquals(1, foreign.read());
    }
  }

  @BothShapes
  void closeLetsGoAndTheDescriptorStaysItsOwners(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      for (int i = 0; i < 20; i++) {
        Watch watch = watch(server, foreign, Interest.READ);
        foreign.send(2);
        server.expect(watch, Ready.class);
        watch.close();
        server.expect(watch, Closed.class);
        assertTrue(watch.isDone());
        assertThrows(ChannelClosedException.class, watch::tryReceive);
        watch.interest(Interest.WRITE); // of no use, and no harm
        watch.close();
        assertEquals(2, foreign.read());
        foreign.reclaim();
      }
      foreign.send(3);
      server.settle();
      assertEquals(3, foreign.read());
    }
  }

  @BothShapes
  void closeOfTheServerEndsTheWatchAlone(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Watch watch = watch(server, foreign, Interest.READ);
      server.settle();
      server.io().close();
      assertInstanceOf(Closed.class, watch.receive(TestServer.LONG));
      assertTrue(watch.isDone());
      foreign.reclaim();
      foreign.send(5);
      // What blocks here is the test's own time-out: a descriptor that was closed would throw.
      int read = foreign.read();
      while (read == 0) {
        Thread.onSpinWait();
        read = foreign.read();
      }
      assertEquals(5, read);
      assertThrows(IllegalStateException.class, () -> foreign.watch(server.io(), Interest.READ));
    }
  }

  @BothShapes
  void interestIsChangedByAnyThread(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Watch watch = watch(server, foreign, Interest.NONE);
      foreign.send(1);
      nothingComes(server, watch);
      for (int i = 0; i < 50; i++) {
        Work<Watch> changer = begin("changer", () -> watch.interest(Interest.READ));
        assertTrue(server.expect(watch, Ready.class).isReadable());
        server.join(changer);
        // One may wait that was announced before: it is not received any more.
        watch.interest(Interest.NONE);
        nothingComes(server, watch);
      }
      watch.interest(Interest.READ | Interest.WRITE);
      int seen = 0;
      while (seen != (Interest.READ | Interest.WRITE)) {
        seen |= server.expect(watch, Ready.class).readiness();
      }
      assertEquals(1, foreign.read());
      watch.interest(Interest.READ);
      nothingComes(server, watch);
      assertThrows(IllegalArgumentException.class, () -> watch.interest(Interest.EDGE));
      assertThrows(IllegalArgumentException.class, () -> watch.interest(1 << 10));
    }
  }

  @BothShapes
  void theEndOfTheOtherSideIsReadable(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Watch watch = watch(server, foreign, Interest.READ);
      foreign.end();
      for (int i = 0; i < 5; i++) {
        assertTrue(server.expect(watch, Ready.class).isReadable());
        assertEquals(-1, foreign.read());
      }
    }
  }

  @BothShapes
  void manyWatchesInOneSelect(Shape shape) throws Exception {
    Random random = random();
    int many = 60;
    int sends = 1_500;
    try (Foreigners foreigners = foreigners();
        TestServer server = server(shape)) {
      List<Foreign> all = new ArrayList<>();
      Select<Object> select = TimerConformance.select(server, shape);
      for (int i = 0; i < many; i++) {
        Foreign foreign = foreigners.make();
        all.add(foreign);
        select.add(foreign.watch(server.io(), Interest.READ).attach(foreign));
      }
      Work<Void> sender =
          run(
              "sender",
              () -> {
                for (int i = 0; i < sends; i++) {
                  all.get(random.nextInt(many)).send(1);
                }
              });
      int read = 0;
      while (read < sends) {
        switch (select.receive(TestServer.LONG)) {
          case Ready(Watch watch, _) -> {
            Foreign foreign = assertInstanceOf(Foreign.class, watch.attachment());
            assertSame(watch, select.source());
            read += foreign.read();
            switch (random.nextInt(16)) {
              case 0 -> {
                // Whatever moves: nothing is lost by it.
                select.remove(watch);
                select.add(watch);
              }
              case 1 -> {
                watch.close();
                select.add(foreign.watch(server.io(), Interest.READ).attach(foreign));
              }
              default -> {
                // It goes on as it is.
              }
            }
          }
          case Closed(Watch watch, long dropped) -> {
            assertTrue(watch.isDone());
            assertEquals(0, dropped);
          }
          case null, default -> throw new AssertionError("neither of the two");
        }
      }
      sender.get();
      assertEquals(sends, read);
      server.io().close();
      for (Foreign foreign : all) {
        foreign.close();
      }
    }
  }

  /** A watch that is always ready and a port that is always busy take turns. */
  @BothShapes
  void watchesAndPortsHaveTheirShare(Shape shape) throws Exception {
    int echoes = 300;
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Select<Object> select = TimerConformance.select(server, shape).add(port);
        Watch watch = foreign.watch(server.io(), Interest.READ);
        select.add(watch);
        foreign.send(1);
        Work<Void> client =
            run(
                "client",
                () -> {
                  for (int i = 0; i < echoes; i++) {
                    peer.write((byte) i);
                    assertEquals((byte) i, peer.read(1)[0]);
                  }
                });
        int echoed = 0;
        int ready = 0;
        while (echoed < echoes || ready < echoes) {
          switch (select.receive(TestServer.LONG)) {
            case Data data -> {
              echoed += data.length();
              port.send(data.bytes());
              data.release();
            }
            case Ready _ -> ready++;
            case null, default -> throw new AssertionError("neither of the two");
          }
        }
        select.remove(watch);
        select.remove(port);
        port.flush();
        server.join(client);
        port.abort();
      }
    }
  }

  /** On a caller-run server: with the callback form, whatever its limit. */
  @Test
  void pollHandsReadyOver() throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(Shape.CALLER_RUNS)) {
      Watch watch = foreign.watch(server.io(), Interest.READ);
      AtomicInteger read = new AtomicInteger();
      for (int limit = 1; limit <= 3; limit++) {
        int wanted = read.get() + 100;
        for (int i = 0; i < 100; i++) {
          foreign.send(1);
          while (read.get() < wanted - 99 + i) {
            server
                .io()
                .poll(
                    (source, message) -> {
                      assertSame(watch, source);
                      assertInstanceOf(Ready.class, message);
                      try {
                        read.addAndGet(foreign.read());
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                    },
                    limit,
                    TestServer.LONG);
          }
        }
      }
      assertEquals(300, read.get());
      assertEquals(0, server.io().poll((source, message) -> {}, 1));
      watch.close();
      foreign.reclaim(); // at once, on the thread that runs the server
    }
  }

  @BothShapes
  void closeByAnyThreadAtAnyMoment(Shape shape) throws Exception {
    Random random = random();
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      for (int i = 0; i < rounds(150, 3_000); i++) {
        Watch watch = watch(server, foreign, 1 + random.nextInt(3));
        int spins = random.nextInt(20_000);
        Work<Void> closer =
            run(
                "closer",
                () -> {
                  for (int n = 0; n < spins; n++) {
                    Thread.onSpinWait();
                  }
                  watch.interest(Interest.READ);
                  watch.close();
                  watch.close();
                });
        foreign.send(1);
        Message message = server.next(watch);
        while (message instanceof Ready) {
          message = server.next(watch);
        }
        assertEquals(new Closed(watch), message);
        assertTrue(watch.isDone());
        closer.get();
        foreign.reclaim();
        server.until("the byte is there", () -> read(foreign) == 1);
      }
    }
  }

  @BothShapes
  void aSecondWatchIsRefusedAndTheFirstGoesOn(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server =
            server(shape, options -> shape == Shape.OWN_THREADS ? options.loops(3) : options)) {
      Watch first = watch(server, foreign, Interest.READ);
      foreign.send(1);
      server.expect(first, Ready.class);
      for (int i = 0; i < 5; i++) {
        Watch second = watch(server, foreign, Interest.READ);
        SystemCallException cause = refusal(server, second);
        assertEquals(SystemCallException.Kind.BAD_DESCRIPTOR, cause.kind());
        assertTrue(String.valueOf(cause.getMessage()).contains("duplicate"), cause.getMessage());
      }
      server.expect(first, Ready.class);
      assertEquals(1, foreign.read());
      first.close();
      server.expect(first, Closed.class);
      Watch again = watch(server, foreign, Interest.READ);
      foreign.send(1);
      server.expect(again, Ready.class);
    }
  }

  @BothShapes
  void aDescriptorThatIsClosedIsRefused(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign alive = foreigners.make();
        TestServer server = server(shape)) {
      // libkqueue loses what it refuses if it has nothing else to report.
      Watch other = watch(server, alive, Interest.WRITE);
      // Several, and the last of them: what opens a descriptor takes the lowest number that is
      // free.
      List<Foreign> closed = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        closed.add(foreigners.make());
      }
      for (Foreign foreign : closed) {
        foreign.close();
      }
      Watch watch = watch(server, closed.getLast(), Interest.READ);
      List<Failed> failed = new ArrayList<>();
      server.until(
          "it is refused",
          () -> {
            other.tryReceive();
            if (watch.tryReceive() instanceof Failed one) {
              failed.add(one);
            }
            return !failed.isEmpty();
          });
      SystemCallException cause =
          assertInstanceOf(SystemCallException.class, failed.getFirst().cause());
      assertEquals(SystemCallException.Kind.BAD_DESCRIPTOR, cause.kind(), cause.getMessage());
      assertTrue(String.valueOf(cause.getMessage()).contains("open"), cause.getMessage());
      server.expect(watch, Closed.class);
      server.expect(other, Ready.class);
    }
  }

  @Test
  void whatAnEngineCannotWatchIsRefusedAtOnce() throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(Shape.OWN_THREADS)) {
      for (int bad : new int[] {Interest.ERROR, -1, 1 << 20}) {
        assertThrows(IllegalArgumentException.class, () -> foreign.watch(server.io(), bad));
      }
      Pipe pipe = Pipe.open();
      try (Pipe.SourceChannel source = pipe.source();
          Pipe.SinkChannel sink = pipe.sink()) {
        assertTrue(source.isOpen() && sink.isOpen());
        Exception number =
            assertThrows(RuntimeException.class, () -> server.io().watch(-1, Interest.READ));
        // In blocking mode, as it was opened.
        Exception channel =
            assertThrows(RuntimeException.class, () -> server.io().watch(source, Interest.READ));
        boolean channels = channel instanceof IllegalArgumentException;
        assertEquals(
            channels ? UnsupportedOperationException.class : IllegalArgumentException.class,
            number.getClass());
        assertTrue(
            String.valueOf(channel.getMessage())
                .contains(channels ? "configureBlocking" : "watch(descriptor, interest)"),
            channel.getMessage());
      }
    }
  }

  /** It is taken here, and dealt with there: who has it next has come back for it. */
  @BothShapes
  void aReadyThatWasTakenDirectlyIsFollowedByThoseOfASelect(Shape shape) throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(shape)) {
      Watch watch = watch(server, foreign, Interest.READ);
      Select<Object> select = TimerConformance.select(server, shape);
      for (int i = 0; i < 50; i++) {
        foreign.send(1);
        server.expect(watch, Ready.class);
        select.add(watch);
        assertInstanceOf(Ready.class, select.receive(TestServer.LONG));
        assertEquals(1, foreign.read());
        select.remove(watch);
      }
    }
  }

  @Test
  void virtualThreadsReceive() throws Exception {
    try (Foreigners foreigners = foreigners();
        Foreign foreign = foreigners.make();
        TestServer server = server(Shape.OWN_THREADS)) {
      Watch watch = watch(server, foreign, Interest.READ);
      Work<Integer> receiver =
          beginVirtual(
              "receiver",
              () -> {
                int read = 0;
                while (watch.receive(TestServer.LONG) instanceof Ready) {
                  read += foreign.read();
                  if (read == 100) {
                    watch.close();
                  }
                }
                return read;
              });
      for (int i = 0; i < 100; i++) {
        foreign.send(1);
      }
      assertEquals(100, receiver.get());
    }
  }

  private boolean hasEdges() throws SystemCallException {
    try (IoSelector selector = IoSelector.open(SelectorOptions.defaults().engine(engine()))) {
      return selector.isEdgeTriggered();
    }
  }

  private static Watch watch(TestServer server, Foreign foreign, int interest) {
    return server.direct(foreign.watch(server.io(), interest));
  }

  /** The loop has done all that it was asked for, and nothing came of it. */
  private static void nothingComes(TestServer server, Watch watch) throws InterruptedException {
    assertNull(watch.tryReceive());
    server.settle();
    server.settle();
    assertNull(watch.tryReceive());
    assertNull(watch.receive(Duration.ofMillis(2)));
  }

  private static void assertFewPolls(TestServer server) throws InterruptedException {
    long before = server.counters().polls();
    server.idle(IDLE_NANOS);
    long polls = server.counters().polls() - before;
    assertTrue(polls < FEW_POLLS, polls + " polls: it spins");
    assertNotEquals(0, before);
  }

  private static SystemCallException refusal(TestServer server, Watch watch)
      throws InterruptedException {
    Failed failed = server.expect(watch, Failed.class);
    assertSame(watch, failed.source());
    server.expect(watch, Closed.class);
    return assertInstanceOf(SystemCallException.class, failed.cause());
  }

  private static int read(Foreign foreign) {
    try {
      return foreign.read();
    } catch (IOException e) {
      throw new AssertionError("what was watched cannot be read", e);
    }
  }
}
