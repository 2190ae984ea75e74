package dev.ioserver.examples.gateway.soup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A client against a server over a link that breaks at random: no message is lost or seen twice.
 */
class SoupResumeTest {

  private static final int MESSAGES = 5_000;

  private final UserSessions sessions = new UserSessions("S1", 256, 10_000);
  private final Deque<String> toServer = new ArrayDeque<>();
  private final Deque<String> toClient = new ArrayDeque<>();
  private final List<String> seen = new ArrayList<>();
  private @Nullable SoupServerSession server;

  @Test
  void everyMessageArrivesOnceAndInOrder() {
    long seed = System.nanoTime();
    System.out.println("SoupResumeTest seed " + seed);
    Random random = new Random(seed);
    SoupClientSession client = newClient();
    List<String> published = new ArrayList<>();
    while (seen.size() < MESSAGES) {
      if (client.state() == SoupClientState.DISCONNECTED) {
        connect(client, random.nextBoolean());
      }
      if (published.size() < MESSAGES && random.nextInt(3) == 0) {
        publish("message " + published.size());
        published.add(published.size() + 1 + " message " + published.size());
      }
      deliver(client, random.nextInt(5));
      if (random.nextInt(40) == 0) {
        client.onDisconnected("link broken");
        toClient.clear();
        toServer.clear();
      }
    }
    assertEquals(published, seen, "seed " + seed);
  }

  private void connect(SoupClientSession client, boolean oldConnectionNoticed) {
    if (server != null && oldConnectionNoticed) {
      server.onDisconnected("link broken");
    }
    SoupOutput output = (b, o, l) -> toClient.size() < 10 && toClient.add(Packets.text(b, o, l));
    server =
        new SoupServerSession(
            output, new Ignoring(), (u, p) -> true, sessions, SoupTimeouts.STANDARD, 0);
    client.onConnected(0);
  }

  private void publish(String message) {
    SequencedStore store = sessions.find("demo", "");
    assert store != null;
    assertEquals(store.nextSequence(), store.append(Packets.of(message), 0, message.length()));
    if (server != null) {
      server.onAppended(0);
    }
  }

  private void deliver(SoupClientSession client, int packets) {
    for (int i = 0; i < packets; i++) {
      String packet = toServer.poll();
      if (packet != null && server != null) {
        server.onPacket(Packets.of(packet), 0, packet.length(), 0);
      }
      packet = toClient.poll();
      if (packet != null) {
        client.onPacket(Packets.of(packet), 0, packet.length(), 0);
      }
    }
    if (server != null) {
      server.onWritable(0);
    }
  }

  private SoupClientSession newClient() {
    SoupOutput output = (b, o, l) -> toServer.add(Packets.text(b, o, l));
    return new SoupClientSession(
        output, new Collecting(), "demo", "demo", SoupTimeouts.STANDARD, 1, 10);
  }

  private final class Collecting implements SoupClientHandler {
    @Override
    public void onLoggedIn(SoupClientSession client, String session, long nextSequence) {}

    @Override
    public void onMessage(
        SoupClientSession client, long sequence, ByteBuffer buffer, int offset, int length) {
      seen.add(sequence + " " + Packets.text(buffer, offset, length));
    }

    @Override
    public void onEnded(SoupClientSession client, SessionEnd reason, String detail) {
      assertEquals(SessionEnd.DISCONNECTED, reason);
    }
  }

  private static final class Ignoring implements SoupServerHandler {
    @Override
    public void onLoggedIn(SoupServerSession session, String username, SequencedStore store) {}

    @Override
    public void onMessage(SoupServerSession session, ByteBuffer buffer, int offset, int length) {}

    @Override
    public void onEnded(SoupServerSession session, SessionEnd reason, String detail) {}
  }
}
