package dev.ioserver.examples.gateway.soup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoupClientSessionTest {

  private static final long SECOND = 1_000_000_000L;

  private final List<String> events = new ArrayList<>();
  private final Packets output = new Packets();
  private SoupClientSession client = client(1);
  private long now = Long.MAX_VALUE - SECOND; // the clock wraps around in every test

  @Test
  void firstLoginAsksForTheCurrentSessionFromTheStart() {
    client.onConnected(now);
    assertEquals(Packets.login("demo", "demo", "", 1), output.take());
    assertEquals(SoupClientState.AWAITING_REPLY, client.state());
    packet(Packets.accepted("S1", 1));
    assertEquals(SoupClientState.LOGGED_IN, client.state());
    assertEquals("S1", client.session());
    assertEquals(List.of("in S1 1"), events);
  }

  @Test
  void messagesAreNumbered() {
    login();
    packet("Sone");
    packet("Stwo");
    assertEquals(List.of("in S1 1", "1 one", "2 two"), events);
    assertEquals(3, client.nextExpected());
  }

  @Test
  void reconnectResumesAfterTheLastMessage() {
    login();
    packet("Sone");
    client.onDisconnected("reset");
    assertEquals(SoupClientState.DISCONNECTED, client.state());
    client.onConnected(now);
    assertEquals(Packets.login("demo", "demo", "S1", 2), output.take());
    packet(Packets.accepted("S1", 2));
    packet("Stwo");
    assertEquals(List.of("in S1 1", "1 one", "DISCONNECTED: reset", "in S1 2", "2 two"), events);
  }

  @Test
  void messagesSeenBeforeAreSkipped() {
    login();
    packet("Sone");
    packet("Stwo");
    client.onDisconnected("");
    events.clear();
    client.onConnected(now);
    packet(Packets.accepted("S1", 1));
    packet("Sone");
    packet("Stwo");
    packet("Sthree");
    assertEquals(List.of("in S1 1", "3 three"), events);
  }

  @Test
  void gapEndsTheConnection() {
    login();
    packet("Sone");
    client.onDisconnected("");
    client.onConnected(now);
    packet(Packets.accepted("S1", 3));
    assertEnded(SessionEnd.SEQUENCE_GAP, "expected 2, server goes on with 3");
  }

  @Test
  void newMessagesOnlyStartsWhereTheServerIsAndResumesFromThere() {
    client = client(0);
    client.onConnected(now);
    assertEquals(Packets.login("demo", "demo", "", 0), output.take());
    packet(Packets.accepted("S1", 100));
    client.onDisconnected("");
    client.onConnected(now);
    assertEquals(Packets.login("demo", "demo", "S1", 100), output.take());
  }

  @Test
  void rejectedLoginEndsTheConnection() {
    client.onConnected(now);
    packet("JA");
    assertEnded(SessionEnd.NOT_AUTHORISED, "user 'demo'");
    client.onConnected(now);
    packet("JS");
    assertEnded(SessionEnd.SESSION_NOT_AVAILABLE, "session '' from 1");
    client.onConnected(now);
    packet("Jx");
    assertEnded(SessionEnd.BAD_PACKET, "login rejected with unknown reason");
  }

  @Test
  void messageIsSentUnsequenced() {
    assertFalse(send("early"));
    login();
    assertTrue(send("hello"));
    assertEquals("Uhello", output.take());
    output.room = 0;
    assertFalse(send("again"));
  }

  @Test
  void messageTooLongIsRefused() {
    login();
    assertThrows(IllegalArgumentException.class, () -> send("m".repeat(81)));
    assertThrows(IllegalArgumentException.class, () -> send(""));
    assertTrue(send("m".repeat(80)));
  }

  @Test
  void heartbeatIsDueAfterASecondWithoutSending() {
    login();
    tickAfter(SECOND - 1);
    assertEquals("", output.take());
    assertEquals(now + 1, client.nextDeadlineNanos());
    tickAfter(1);
    assertEquals("R", output.take());
    assertTrue(send("hello"));
    tickAfter(SECOND - 1);
    assertEquals("Uhello", output.take());
  }

  @Test
  void silentServerIsGivenUp() {
    login();
    tickAfter(14 * SECOND);
    packet("H");
    tickAfter(14 * SECOND);
    packet("+text");
    tickAfter(15 * SECOND - 1);
    assertEquals(SoupClientState.LOGGED_IN, client.state());
    tickAfter(1);
    assertEnded(SessionEnd.LINK_LOST, "");
  }

  @Test
  void serverThatTakesNothingInIsGivenUp() {
    login();
    output.room = 0;
    assertFalse(send("hello"));
    tickAfter(10 * SECOND);
    packet("H");
    tickAfter(5 * SECOND);
    assertEnded(SessionEnd.NOT_READING, "");
  }

  @Test
  void loginWithoutAReplyIsGivenUp() {
    client.onConnected(now);
    assertEquals(now + 15 * SECOND, client.nextDeadlineNanos());
    tickAfter(15 * SECOND - 1);
    assertEquals(SoupClientState.AWAITING_REPLY, client.state());
    tickAfter(1);
    assertEnded(SessionEnd.LOGIN_TIMEOUT, "");
  }

  @Test
  void logoutIsSent() {
    login();
    client.logout(now);
    assertEquals("O", output.take());
    assertEnded(SessionEnd.LOGOUT, "");
  }

  @Test
  void endOfSessionEndsTheConnection() {
    login();
    packet("Z");
    assertEnded(SessionEnd.END_OF_SESSION, "");
  }

  @Test
  void badPacketEndsTheConnection() {
    login();
    packet("Uhello");
    assertEnded(
        SessionEnd.BAD_PACKET,
        "packet of type 'U' and 6 bytes: packet type that only the other side may send");
  }

  @Test
  void packetsOutOfPlaceEndTheConnection() {
    client.onConnected(now);
    packet("Searly");
    assertEnded(SessionEnd.UNEXPECTED_PACKET, "message before the login");
    login();
    packet(Packets.accepted("S1", 1));
    assertEnded(SessionEnd.UNEXPECTED_PACKET, "second login acceptance");
    login();
    packet("JA");
    assertEnded(SessionEnd.UNEXPECTED_PACKET, "login rejection after the login");
  }

  @Test
  void nothingHappensWhileDisconnected() {
    packet("Sstray");
    tickAfter(100 * SECOND);
    client.onDisconnected("again");
    client.logout(now);
    assertEquals(List.of(), events);
    assertEquals("", output.take());
  }

  @Test
  void secondConnectionAtOnceIsAnError() {
    login();
    assertThrows(IllegalStateException.class, () -> client.onConnected(now));
  }

  private void login() {
    client.onConnected(now);
    packet(Packets.accepted("S1", 1));
    output.take();
  }

  private void packet(String text) {
    client.onPacket(Packets.of(".." + text), 2, text.length(), now);
  }

  private boolean send(String message) {
    return client.send(Packets.of(message), 0, message.length(), now);
  }

  private void tickAfter(long nanos) {
    now += nanos;
    client.onTick(now);
  }

  private void assertEnded(SessionEnd reason, String detail) {
    assertEquals(SoupClientState.DISCONNECTED, client.state());
    assertEquals(reason + ": " + detail, events.get(events.size() - 1));
  }

  private SoupClientSession client(long firstSequence) {
    SoupClientHandler handler =
        new SoupClientHandler() {
          @Override
          public void onLoggedIn(SoupClientSession of, String session, long nextSequence) {
            events.add("in " + session + " " + nextSequence);
          }

          @Override
          public void onMessage(
              SoupClientSession of, long sequence, ByteBuffer buffer, int offset, int length) {
            events.add(sequence + " " + Packets.text(buffer, offset, length));
          }

          @Override
          public void onEnded(SoupClientSession of, SessionEnd reason, String detail) {
            events.add(reason + ": " + detail);
          }
        };
    return new SoupClientSession(
        output, handler, "demo", "demo", SoupTimeouts.STANDARD, firstSequence, 80);
  }
}
