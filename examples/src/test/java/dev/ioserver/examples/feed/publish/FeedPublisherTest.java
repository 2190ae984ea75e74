package dev.ioserver.examples.feed.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.feed.FeedPackets;
import dev.ioserver.examples.feed.mold.MoldPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedPublisherTest {

  private static final InetSocketAddress A = new InetSocketAddress("239.255.0.1", 1001);
  private static final InetSocketAddress B = new InetSocketAddress("239.255.0.1", 1002);

  private final List<String> sent = new ArrayList<>();
  private final FeedStore store = new FeedStore(64, 100);
  private int room = Integer.MAX_VALUE;

  private FeedPublisher publisher(InetSocketAddress... groups) {
    return new FeedPublisher(store, FeedPackets.SESSION, List.of(groups), this::send, 1000, 100, 0);
  }

  private boolean send(ByteBuffer packet, SocketAddress to) {
    if (room == 0) {
      return false;
    }
    room--;
    MoldPacket reader = FeedPackets.reader(packet);
    String what = reader.isEndOfSession() ? "end" : FeedPackets.messages(packet).toString();
    sent.add((to.equals(A) ? "A " : "B ") + reader.sequence() + " " + what);
    return true;
  }

  private void expect(String... packets) {
    assertEquals(List.of(packets), sent);
    sent.clear();
  }

  private static void publish(FeedPublisher publisher, String... messages) {
    for (String message : messages) {
      byte[] bytes = FeedPackets.bytes(message);
      publisher.onDepth(ByteBuffer.wrap(bytes), 0, bytes.length);
    }
  }

  @Test
  void whatIsThereGoesOutInOnePacketForEachGroup() {
    FeedPublisher publisher = publisher(A, B);
    publish(publisher, "x", "y");
    expect();
    publisher.flush(1);
    expect("A 1 [x, y]", "B 1 [x, y]");
    publisher.flush(2);
    expect();
    publish(publisher, "z");
    publisher.flush(3);
    expect("A 3 [z]", "B 3 [z]");
    assertEquals(3, publisher.messages());
    assertEquals(4, publisher.packets());
  }

  @Test
  void whatIsTooMuchForOnePacketGoesInSeveral() {
    FeedPublisher publisher = publisher(A);
    String message = "m".repeat(100);
    for (int i = 0; i < 30; i++) {
      publish(publisher, message);
    }
    publisher.flush(1);
    assertEquals(3, sent.size());
    assertTrue(sent.get(1).startsWith("A 14 "), sent::toString);
    assertTrue(sent.get(2).startsWith("A 27 "), sent::toString);
  }

  @Test
  void whatDoesNotFitTheSocketGoesLaterAndInOrder() {
    FeedPublisher publisher = publisher(A, B);
    room = 1;
    publish(publisher, "x");
    publisher.flush(1);
    expect("A 1 [x]");
    publish(publisher, "y");
    publisher.flush(2);
    expect();
    room = Integer.MAX_VALUE;
    publisher.flush(3);
    expect("A 2 [y]", "B 1 [x, y]");
  }

  @Test
  void aSocketThatTakesNothingForLongMissesWhatTheStoreHasDropped() {
    FeedPublisher publisher = publisher(A);
    room = 0;
    for (int i = 1; i <= 70; i++) {
      publish(publisher, "m" + i);
      publisher.flush(i);
    }
    room = Integer.MAX_VALUE;
    publisher.flush(80);
    assertEquals(1, sent.size());
    assertTrue(sent.getFirst().startsWith("A 7 [m7, m8,"), sent::toString);
  }

  @Test
  void aQuietGroupHearsWhichMessageComesNext() {
    FeedPublisher publisher = publisher(A);
    publisher.onTick(999);
    expect();
    publisher.onTick(1000);
    expect("A 1 []");
    publish(publisher, "x");
    publisher.flush(1500);
    expect("A 1 [x]");
    publisher.onTick(2000);
    expect();
    publisher.onTick(2500);
    expect("A 2 []");
  }

  @Test
  void theEndIsSaidAgainAndAgain() {
    FeedPublisher publisher = publisher(A);
    publish(publisher, "x");
    publisher.end(10);
    expect("A 1 [x]", "A 2 end");
    publisher.onTick(109);
    expect();
    publisher.onTick(110);
    expect("A 2 end");
  }

  @Test
  void theEndIsNotSaidBeforeTheLastMessageWasSent() {
    FeedPublisher publisher = publisher(A);
    room = 0;
    publish(publisher, "x");
    publisher.end(10);
    room = 1;
    publisher.onTick(20);
    expect("A 1 [x]");
    room = 1;
    publisher.onTick(120);
    expect("A 2 end");
  }
}
