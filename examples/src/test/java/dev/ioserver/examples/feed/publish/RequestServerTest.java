package dev.ioserver.examples.feed.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.examples.feed.FakeDatagram;
import dev.ioserver.examples.feed.FaultCounts;
import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.FeedPackets;
import dev.ioserver.examples.feed.mold.SessionName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has missed something gets it; who asks for too much, or nonsense, gets in nobody's way. */
class RequestServerTest {

  private static final int PER_TURN = 3;
  private static final int PER_TICK = 5;

  private final FeedStore store = new FeedStore(128, 100);
  private final FaultCounts faults = new FaultCounts("test");
  private final List<String> sent = new ArrayList<>();
  private final List<FakeDatagram> asked = new ArrayList<>();
  private int room = Integer.MAX_VALUE;
  private final RequestServer server =
      new RequestServer(
          store,
          FeedPackets.SESSION,
          this::reply,
          new RequestLimits(4, 2, PER_TURN, PER_TICK),
          faults);

  private boolean reply(ReceivedDatagram to, ByteBuffer packet) {
    assertEquals(20, to.bytes().remaining(), "released before it was answered");
    if (room == 0) {
      return false;
    }
    room--;
    long sequence = FeedPackets.reader(packet).sequence();
    sent.add(to.sourcePort() + ": " + sequence + " " + FeedPackets.messages(packet));
    return true;
  }

  private void ask(int port, long sequence, int count) {
    datagram(port, FeedPackets.request(FeedPackets.SESSION, sequence, count));
  }

  private void datagram(int port, ByteBuffer bytes) {
    datagram(new FakeDatagram(FakeDatagram.host(port), bytes));
  }

  private void datagram(FakeDatagram datagram) {
    asked.add(datagram);
    server.onDatagram(datagram);
  }

  private void serveAll() {
    while (!server.isIdle() && room > 0) {
      server.serve();
    }
  }

  private void expect(String... answers) {
    assertEquals(List.of(answers), sent);
    sent.clear();
  }

  private void publish(int messages) {
    for (int i = 0; i < messages; i++) {
      FeedStoreTest.append(store, "m" + store.next());
    }
  }

  @AfterEach
  void everythingIsReleased() {
    server.close();
    assertTrue(server.isIdle());
    for (FakeDatagram datagram : asked) {
      assertTrue(datagram.isReleased());
    }
  }

  @Test
  void whatWasMissedIsSentAgain() {
    publish(10);
    ask(1, 3, 2);
    ask(2, 10, 50);
    assertFalse(server.isIdle());
    server.serve();
    assertTrue(server.isIdle());
    expect("1: 3 [m3, m4]", "2: 10 [m10]");
    assertEquals(2, server.requests());
    assertEquals(2, server.answers());
    assertEquals(3, server.resent());
    assertEquals(Map.of(), faults.all());
  }

  @Test
  void oneRequestMakesOnePacketHoweverMuchItWants() {
    for (int i = 0; i < 100; i++) {
      FeedStoreTest.append(store, "m".repeat(100));
    }
    ask(1, 1, 65_535);
    serveAll();
    assertEquals(1, sent.size());
    assertEquals(13, server.resent());
  }

  @Test
  void nonsenseIsCountedAndNothingElse() {
    publish(200);
    datagram(1, ByteBuffer.allocate(0));
    datagram(1, ByteBuffer.allocate(19));
    datagram(1, ByteBuffer.allocate(21));
    ask(1, 0, 1);
    ask(1, -5, 1);
    ask(1, Long.MAX_VALUE, 65_535);
    ask(1, 201, 1);
    ask(1, 72, 1);
    ask(1, 100, 0);
    datagram(1, FeedPackets.request(new SessionName("OTHER"), 100, 1));
    datagram(
        new FakeDatagram(
            FakeDatagram.host(1), FeedPackets.request(FeedPackets.SESSION, 100, 1), 0, true));
    serveAll();
    expect();
    assertEquals(
        Map.of(
            FeedFault.TOO_SHORT, 2L,
            FeedFault.TRAILING_BYTES, 1L,
            FeedFault.BAD_SEQUENCE, 2L,
            FeedFault.NOT_YET, 2L,
            FeedFault.TOO_OLD, 1L,
            FeedFault.NOTHING_WANTED, 1L,
            FeedFault.WRONG_SESSION, 1L,
            FeedFault.CUT, 1L),
        faults.all());
    ask(1, 73, 1);
    serveAll();
    expect("1: 73 [m73]");
  }

  @Test
  void theNewerRequestOfASourceCounts() {
    publish(10);
    ask(1, 1, 1);
    ask(2, 2, 1);
    for (int i = 0; i < 1000; i++) {
      ask(1, 5, 1);
    }
    serveAll();
    expect("1: 5 [m5]", "2: 2 [m2]");
    assertEquals(1000, faults.get(FeedFault.SUPERSEDED));
  }

  @Test
  void aTurnIsBoundedAndSourcesTakeTurns() {
    publish(10);
    for (int port = 1; port <= 4; port++) {
      ask(port, port, 1);
    }
    server.serve();
    expect("1: 1 [m1]", "2: 2 [m2]", "3: 3 [m3]");
    ask(1, 9, 1);
    server.serve();
    expect("4: 4 [m4]", "1: 9 [m9]");
  }

  @Test
  void oneSourceHasABudgetFromTickToTick() {
    publish(10);
    for (int i = 0; i < 100; i++) {
      ask(1, 1, 1);
      serveAll();
    }
    assertEquals(PER_TICK, sent.size());
    assertEquals(100 - PER_TICK, faults.get(FeedFault.OVER_BUDGET));
    ask(2, 2, 1);
    serveAll();
    assertEquals("2: 2 [m2]", sent.getLast(), "others have budgets of their own");
    server.onTick();
    ask(1, 3, 1);
    serveAll();
    assertEquals("1: 3 [m3]", sent.getLast());
  }

  @Test
  void moreSourcesThanThereArePlacesWaitUntilSomeAreServed() {
    publish(10);
    for (int port = 1; port <= 1000; port++) {
      ask(port, 1, 1); // sources that nobody has
    }
    assertTrue(faults.get(FeedFault.TOO_MANY_SOURCES) >= 1000 - 8);
    // Whoever repeats a request gets in as soon as some of those are served.
    int tries = 0;
    while (sent.stream().noneMatch("5000: 7 [m7]"::equals)) {
      ask(5000, 7, 1);
      server.serve();
      assertTrue(++tries <= 8, "starved");
    }
  }

  @Test
  void aFloodFromForgedSourcesStarvesNobody() {
    publish(10);
    long seed = System.nanoTime();
    System.out.println("RequestServerTest seed " + seed);
    Random random = new Random(seed);
    int served = 0;
    int port = 10_000;
    for (int round = 0; round < 1000; round++) {
      server.onTick();
      int place = random.nextInt(20); // nobody can choose when the requests of others come
      for (int i = 0; i < 20; i++) {
        if (i == place) {
          ask(65_000, 7, 1);
        }
        ask(++port % 60_000 + 1, 1, 1);
      }
      server.serve();
      served += (int) sent.stream().filter("65000: 7 [m7]"::equals).count();
      sent.clear();
    }
    // Twenty to one against it, and it gets about its share of three answers a round.
    assertTrue(served > 50, "served only " + served + ", seed " + seed);
  }

  @Test
  void whatTheSocketHasNoRoomForIsAnsweredLater() {
    publish(10);
    room = 1;
    ask(1, 1, 1);
    ask(2, 2, 1);
    serveAll();
    expect("1: 1 [m1]");
    assertFalse(server.isIdle());
    room = 1;
    server.serve();
    expect("2: 2 [m2]");
  }

  @Test
  void whatGrowsTooOldWhileItWaitsIsNotAnswered() {
    publish(10);
    ask(1, 1, 1);
    publish(200);
    serveAll();
    expect();
    assertEquals(1, faults.get(FeedFault.TOO_OLD));
  }
}
