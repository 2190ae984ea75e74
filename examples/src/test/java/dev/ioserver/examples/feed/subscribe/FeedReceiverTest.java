package dev.ioserver.examples.feed.subscribe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.feed.FakeDatagram;
import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.FeedPackets;
import dev.ioserver.examples.feed.mold.Mold;
import dev.ioserver.examples.feed.mold.MoldRequest;
import dev.ioserver.examples.feed.mold.SessionName;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Numbers that are missing, late, double, early, and nonsense: the messages come out in order. */
class FeedReceiverTest {

  private static final InetSocketAddress FEED = FakeDatagram.host(7000);
  private static final InetSocketAddress STRANGER = FakeDatagram.host(6666);

  /** Requests are repeated after 20, and given up after 1,000. */
  private static final ReceiverOptions OPTIONS =
      ReceiverOptions.defaults()
          .bounds(8, 1000)
          .times(Duration.ofNanos(20), Duration.ofNanos(1000), Duration.ofNanos(5000));

  private final List<String> heard = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final FeedCounts counts = new FeedCounts("test");
  private FeedReceiver receiver = receiver(OPTIONS);
  private long now;
  private boolean room = true;

  private FeedReceiver receiver(ReceiverOptions options) {
    return new FeedReceiver(options, counts, this::onMessage, this::onRequest, 0);
  }

  private void onMessage(ByteBuffer buffer, int offset, int length, long stamp) {
    byte[] bytes = new byte[length];
    buffer.get(offset, bytes);
    heard.add(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private boolean onRequest(ByteBuffer bytes, SocketAddress to) {
    if (!room) {
      return false;
    }
    MoldRequest request = new MoldRequest();
    assertEquals(null, request.wrap(bytes, bytes.position(), bytes.remaining()));
    assertTrue(request.isOf(FeedPackets.SESSION));
    int port = ((InetSocketAddress) to).getPort();
    requests.add(port + ": " + request.sequence() + "+" + request.count());
    bytes.position(bytes.limit());
    return true;
  }

  private void receive(ByteBuffer packet) {
    receive(FEED, packet);
  }

  private void receive(InetSocketAddress from, ByteBuffer packet) {
    receiver.onDatagram(new FakeDatagram(from, packet), now);
  }

  /** A packet with messages that say their own numbers. */
  private static ByteBuffer numbers(long from, int count) {
    return FeedPackets.packet(
        from, LongStream.range(from, from + count).mapToObj(Long::toString).toArray(String[]::new));
  }

  private void expectHeard(int upTo) {
    assertEquals(IntStream.rangeClosed(1, upTo).mapToObj(Integer::toString).toList(), heard);
    assertEquals(upTo + 1, receiver.expected());
  }

  private void expectRequests(String... expected) {
    assertEquals(List.of(expected), requests);
    requests.clear();
  }

  @Test
  void messagesInOrderPassThrough() {
    receive(numbers(1, 3));
    receive(numbers(4, 1));
    receive(numbers(5, 0));
    expectHeard(4);
    expectRequests();
    assertEquals(3, counts.packets.get());
    assertEquals(4, counts.messages.get());
    assertEquals(0, counts.gaps.get());
  }

  @Test
  void aGapIsAskedForAndFilledAndTheRestWaits() {
    receive(numbers(1, 2));
    receive(numbers(5, 2));
    expectHeard(2);
    expectRequests("7000: 3+2");
    receive(numbers(7, 1));
    expectRequests();
    assertEquals(2, counts.missing());
    receive(numbers(3, 2));
    expectHeard(7);
    expectRequests();
    assertEquals(1, counts.gaps.get());
    assertEquals(2, counts.missed.get());
    assertEquals(2, counts.recovered.get());
    assertEquals(0, counts.missing());
    assertEquals(1, counts.requests.get());
  }

  @Test
  void aGapBeforeTheFirstPacketIsOne() {
    receive(numbers(4, 1));
    expectRequests("7000: 1+3");
    receive(numbers(1, 3));
    expectHeard(4);
  }

  @Test
  void aHeartbeatShowsAGap() {
    receive(numbers(1, 2));
    receive(numbers(5, 0));
    expectRequests("7000: 3+2");
    assertEquals(1, counts.gaps.get());
    receive(numbers(3, 2));
    expectHeard(4);
  }

  @Test
  void anAnswerThatHasOnlyAPartMakesTheNextRequestAtOnce() {
    receive(numbers(1, 1));
    receive(numbers(8, 1));
    expectRequests("7000: 2+6");
    receive(numbers(2, 2));
    expectRequests("7000: 4+4");
    receive(numbers(4, 4));
    expectHeard(8);
  }

  @Test
  void latePacketsAndDoublesAreSortedOut() {
    receive(numbers(1, 1));
    receive(numbers(4, 2));
    receive(numbers(4, 2));
    receive(numbers(2, 2));
    receive(numbers(2, 4));
    receive(numbers(1, 6));
    expectHeard(6);
    assertEquals(2 + 4 + 5, counts.duplicates.get());
    assertEquals(2, counts.recovered.get());
  }

  @Test
  void severalGapsAreFilledOneAfterTheOther() {
    receive(numbers(1, 1));
    receive(numbers(3, 1));
    receive(numbers(5, 1));
    assertEquals(2, counts.gaps.get());
    expectRequests("7000: 2+1");
    receive(numbers(2, 1));
    expectRequests("7000: 4+1");
    receive(numbers(4, 1));
    expectHeard(5);
  }

  @Test
  void aRequestIsRepeatedAfterEverMoreTime() {
    receive(numbers(2, 1));
    expectRequests("7000: 1+1");
    List<Long> times = new ArrayList<>();
    for (now = 1; now < 700; now++) {
      receiver.onTick(now);
      if (!requests.isEmpty()) {
        expectRequests("7000: 1+1");
        times.add(now);
      }
    }
    assertEquals(List.of(20L, 60L, 140L, 300L, 620L), times);
  }

  @Test
  void aRequestThatDidNotFitTheSocketIsRepeated() {
    room = false;
    receive(numbers(2, 1));
    expectRequests();
    room = true;
    now = 20;
    receiver.onTick(now);
    expectRequests("7000: 1+1");
  }

  @Test
  void whatNobodyHasIsLostAndTheRestGoesOn() {
    receive(numbers(1, 1));
    receive(numbers(4, 2));
    now = 999;
    receiver.onTick(now);
    assertEquals(0, counts.lost.get());
    now = 1000;
    receiver.onTick(now);
    assertEquals(2, counts.lost.get());
    assertEquals(List.of("1", "4", "5"), heard);
    assertEquals(6, receiver.expected());
    receive(numbers(2, 2));
    assertEquals(3, heard.size(), "too late");
    receive(FeedPackets.endOfSession(6));
    assertTrue(receiver.isComplete());
  }

  @Test
  void whatThereIsNoRoomForIsAskedForLater() {
    receive(numbers(2, 8));
    assertEquals(3, counts.missed.get() + 1);
    expectRequests("7000: 1+1");
    receive(numbers(1, 1));
    expectHeard(8);
    expectRequests("7000: 9+1");
    receive(numbers(9, 1));
    expectHeard(9);
    assertEquals(0, counts.missing());
  }

  @Test
  void theSessionIsCompleteWhenItsLastMessageWasHeard() {
    receive(numbers(1, 1));
    receive(FeedPackets.endOfSession(4));
    assertFalse(receiver.isComplete());
    assertEquals(1, counts.gaps.get());
    expectRequests("7000: 2+2");
    receive(numbers(2, 2));
    assertTrue(receiver.isComplete());
    expectHeard(3);
    assertFalse(receiver.isSilent(4999));
    assertTrue(receiver.isSilent(5000));
  }

  @Test
  void packetsInBadFormAreCountedAndNothingElse() {
    receive(numbers(1, 1));
    receive(ByteBuffer.allocate(0));
    receive(ByteBuffer.allocate(19));
    ByteBuffer overrun = numbers(2, 2);
    overrun.putShort(Mold.COUNT_OFFSET, (short) 3);
    receive(overrun);
    ByteBuffer trailing = numbers(2, 2);
    trailing.putShort(Mold.COUNT_OFFSET, (short) 1);
    receive(trailing);
    receive(FeedPackets.packet(new SessionName("SESSION2"), 2, "2"));
    receiver.onDatagram(new FakeDatagram(FEED, numbers(2, 1), 0, true), now);
    assertEquals(
        Map.of(
            FeedFault.TOO_SHORT, 2L,
            FeedFault.COUNT_OVERRUNS, 1L,
            FeedFault.TRAILING_BYTES, 1L,
            FeedFault.WRONG_SESSION, 1L,
            FeedFault.CUT, 1L),
        counts.faults.all());
    expectHeard(1);
    expectRequests();
    assertEquals(1, counts.packets.get());
  }

  @Test
  void numbersThatJumpOrWrapAreNotBelieved() {
    receive(numbers(1, 1));
    ByteBuffer packet = numbers(2, 1);
    for (long number : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      receive(packet.putLong(Mold.SEQUENCE_OFFSET, number));
    }
    assertEquals(4, counts.faults.get(FeedFault.BAD_SEQUENCE));
    for (long number : new long[] {1002, 1L << 40, Long.MAX_VALUE - 1}) {
      receive(packet.putLong(Mold.SEQUENCE_OFFSET, number));
    }
    receive(FeedPackets.endOfSession(1L << 50));
    assertEquals(4, counts.faults.get(FeedFault.TOO_FAR_AHEAD));
    assertFalse(receiver.isComplete());
    expectRequests();
    receive(packet.putLong(Mold.SEQUENCE_OFFSET, 2));
    expectHeard(2);
  }

  @Test
  void anEndThatLiesInThePastIsNotBelievedAndNothingComesBehindTheEnd() {
    receive(numbers(1, 3));
    receive(FeedPackets.endOfSession(3));
    assertEquals(1, counts.faults.get(FeedFault.ENDS_TOO_EARLY));
    assertFalse(receiver.isComplete());
    receive(FeedPackets.endOfSession(5));
    receive(numbers(5, 1));
    assertEquals(1, counts.faults.get(FeedFault.TOO_FAR_AHEAD));
    expectRequests("7000: 4+1");
    receive(numbers(4, 1));
    assertTrue(receiver.isComplete());
    expectHeard(4);
  }

  @Test
  void whoIsNotTheFeedIsNotHeard() {
    receive(numbers(1, 1));
    receive(STRANGER, numbers(2, 1));
    receive(STRANGER, FeedPackets.endOfSession(2));
    receive(new InetSocketAddress("127.0.0.2", 7000), numbers(2, 1));
    assertEquals(3, counts.faults.get(FeedFault.FOREIGN_SOURCE));
    expectHeard(1);
    receive(numbers(2, 1));
    expectHeard(2);
  }

  @Test
  void whoKnowsTheFeedHearsNobodyElseFromTheStart() {
    receiver = receiver(OPTIONS.source(FEED));
    receive(STRANGER, numbers(1, 1));
    expectHeard(0);
    receive(numbers(1, 1));
    expectHeard(1);
    receive(numbers(3, 1));
    expectRequests("7000: 2+1");
  }

  @Test
  void answersMayComeFromASocketOfTheirOwn() {
    receiver = receiver(OPTIONS.source(FEED).requests(FakeDatagram.host(7001)));
    receive(numbers(2, 1));
    expectRequests("7001: 1+1");
    receive(FakeDatagram.host(7001), numbers(1, 1));
    expectHeard(2);
    receive(STRANGER, numbers(3, 1));
    expectHeard(2);
  }

  @Test
  void aStrangersNonsenseDoesNotMakeHimTheFeed() {
    receive(STRANGER, ByteBuffer.allocate(5));
    receive(numbers(1, 1));
    expectHeard(1);
  }

  @Test
  void whateverIsLostDoubledAndMixedUpComesOutInOrder() {
    long seed = System.nanoTime();
    System.out.println("FeedReceiverTest seed " + seed);
    Random random = new Random(seed);
    Duration never = Duration.ofDays(1);
    receiver =
        receiver(
            OPTIONS.bounds(64, 1 << 20).times(Duration.ofNanos(20), never, never).drop(0.1, seed));
    int total = 5_000;
    List<ByteBuffer> onTheirWay = new ArrayList<>();
    int next = 1;
    while (!receiver.isComplete()) {
      assertTrue(++now < 1_000_000, "seed " + seed);
      int count = Math.min(random.nextInt(4), total + 1 - next);
      onTheirWay.add(next > total ? FeedPackets.endOfSession(next) : numbers(next, count));
      next += count;
      for (String request : List.copyOf(requests)) {
        String[] words = request.split("[ +]");
        long from = Long.parseLong(words[1]);
        onTheirWay.add(numbers(from, Math.min(Integer.parseInt(words[2]), 5)));
      }
      requests.clear();
      Collections.shuffle(onTheirWay, random);
      while (onTheirWay.size() > 4) {
        ByteBuffer packet = onTheirWay.removeLast();
        receive(packet);
        if (random.nextInt(10) == 0) {
          receive(packet);
        }
      }
      receiver.onTick(now);
    }
    expectHeard(total);
    assertEquals(0, counts.missing(), "seed " + seed);
    assertEquals(0, counts.lost.get());
    assertEquals(Map.of(), counts.faults.all());
    assertTrue(counts.thrown.get() > 0);
  }
}
