package dev.ioserver.examples.gateway.soup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SoupServerSessionTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long START = Long.MAX_VALUE - SECOND; // the clock wraps around in every test

  private final UserSessions sessions = new UserSessions("S1", 100, 100);
  private final List<String> events = new ArrayList<>();
  private final Packets output = new Packets();
  private final SoupServerSession session = open(output);
  private long now = START;

  @Test
  void loginForNewMessagesOnlyIsAccepted() {
    packet(Packets.login("demo", "demo", "", 0));
    assertEquals(Packets.accepted("S1", 1), output.take());
    assertEquals(SoupServerState.LOGGED_IN, session.state());
    assertEquals(List.of("in demo"), events);
    assertEquals("demo", session.username());
    assertSame(session, sessions.holder(store()));
  }

  @Test
  void loginForTheCurrentSessionByNameIsAccepted() {
    packet(Packets.login("demo", "demo", "S1", 1));
    assertEquals(Packets.accepted("S1", 1), output.take());
  }

  @Test
  void wrongPasswordIsNotAuthorised() {
    packet(Packets.login("demo", "wrong", "", 0));
    assertRejected("JA", SessionEnd.NOT_AUTHORISED, "user 'demo'");
  }

  @Test
  void unknownUserIsNotAuthorised() {
    packet(Packets.login("nobody", "demo", "", 0));
    assertRejected("JA", SessionEnd.NOT_AUTHORISED, "user 'nobody'");
  }

  @Test
  void unknownSessionIsNotAvailable() {
    packet(Packets.login("demo", "demo", "S2", 0));
    assertRejected("JS", SessionEnd.SESSION_NOT_AVAILABLE, "user 'demo', session 'S2'");
  }

  @Test
  void sequenceFromTheFutureIsNotAvailable() {
    append("one");
    packet(Packets.login("demo", "demo", "", 3));
    assertRejected("JS", SessionEnd.SEQUENCE_FROM_THE_FUTURE, "requested 3, next is 2");
    assertNull(sessions.holder(store()));
  }

  @Test
  void sessionInUseElsewhereIsNotAvailable() {
    SessionDirectory taken =
        new SessionDirectory() {
          @Override
          public SequencedStore find(String username, String requestedSession) {
            return store();
          }

          @Override
          public boolean claim(SequencedStore store, SoupServerSession claimant) {
            return false;
          }

          @Override
          public void release(SequencedStore store, SoupServerSession holder) {
            throw new AssertionError("never claimed");
          }
        };
    Packets other = new Packets();
    SoupServerSession refused =
        new SoupServerSession(
            other, handler(), (u, p) -> true, taken, SoupTimeouts.STANDARD, START);
    packet(refused, Packets.login("demo", "demo", "", 0));
    assertEquals("JS", other.take());
    assertEquals(SoupServerState.ENDED, refused.state());
  }

  @Test
  void replayStartsAtTheRequestedMessage() {
    append("one");
    append("two");
    append("three");
    packet(Packets.login("demo", "demo", "", 2));
    assertEquals(Packets.accepted("S1", 2) + "|Stwo|Sthree", output.take());
  }

  @Test
  void loginWithTheNextNumberGetsNoReplay() {
    append("one");
    packet(Packets.login("demo", "demo", "", 2));
    assertEquals(Packets.accepted("S1", 2), output.take());
    publish("two");
    assertEquals("Stwo", output.take());
  }

  @Test
  void loginWithZeroGetsNoReplay() {
    append("one");
    packet(Packets.login("demo", "demo", "", 0));
    assertEquals(Packets.accepted("S1", 2), output.take());
  }

  @Test
  void messageAppendedToTheStoreIsSent() {
    login();
    append("one");
    session.onAppended(now);
    assertEquals("Sone", output.take());
  }

  @Test
  void messagesGoToTheApplication() {
    login();
    packet("Uhello");
    assertEquals(List.of("in demo", "message hello"), events);
  }

  @Test
  void outputThatRefusesGetsTheRestLaterInOrder() {
    login();
    output.room = 2;
    publish("one");
    publish("two");
    publish("three");
    publish("four");
    assertEquals("Sone|Stwo", output.take());
    assertEquals(2, session.backlog());
    session.onWritable(now);
    assertEquals("Sthree|Sfour", output.take());
    assertEquals(0, session.backlog());
  }

  @Test
  void heartbeatIsDueAfterASecondWithoutSending() {
    login();
    assertEquals(now + SECOND, session.nextDeadlineNanos());
    tickAfter(SECOND - 1);
    assertEquals("", output.take());
    tickAfter(1);
    assertEquals("H", output.take());
    tickAfter(SECOND / 2);
    publish("one");
    tickAfter(SECOND / 2);
    assertEquals("Sone", output.take());
    tickAfter(SECOND / 2);
    assertEquals("H", output.take());
  }

  @Test
  void silentClientIsGivenUp() {
    login();
    for (int i = 0; i < 14; i++) {
      tickAfter(SECOND);
    }
    packet("R");
    for (int i = 0; i < 14; i++) {
      tickAfter(SECOND);
    }
    assertEquals(SoupServerState.LOGGED_IN, session.state());
    tickAfter(SECOND - 1);
    assertEquals(now + 1, session.nextDeadlineNanos());
    tickAfter(1);
    assertEnded(SessionEnd.LINK_LOST, "");
  }

  @Test
  void debugTextIsIgnoredButShowsLife() {
    packet("+before the login");
    login();
    tickAfter(14 * SECOND);
    packet("+still here");
    tickAfter(14 * SECOND);
    assertEquals(SoupServerState.LOGGED_IN, session.state());
    assertEquals(List.of("in demo"), events);
  }

  @Test
  void clientThatTakesNothingInIsGivenUp() {
    login();
    output.room = 0;
    publish("one");
    for (int i = 0; i < 14; i++) {
      tickAfter(SECOND);
      packet("R");
    }
    assertEquals(SoupServerState.LOGGED_IN, session.state());
    assertEquals(now + SECOND, session.nextDeadlineNanos());
    tickAfter(SECOND);
    assertEnded(SessionEnd.NOT_READING, "1 messages behind");
  }

  @Test
  void blockedSessionSendsNoHeartbeatUntilItIsWritable() {
    login();
    output.room = 0;
    tickAfter(SECOND);
    output.room = 10;
    tickAfter(SECOND);
    assertEquals("", output.take());
    session.onWritable(now);
    tickAfter(0);
    assertEquals("H", output.take());
  }

  @Test
  void connectionWithoutALoginIsGivenUp() {
    assertEquals(START + 15 * SECOND, session.nextDeadlineNanos());
    tickAfter(10 * SECOND);
    packet("R");
    tickAfter(5 * SECOND - 1);
    assertEquals(SoupServerState.AWAITING_LOGIN, session.state());
    tickAfter(1);
    assertEnded(SessionEnd.LOGIN_TIMEOUT, "");
    assertEquals("", output.take());
  }

  @Test
  void logoutEndsTheSession() {
    login();
    packet("O");
    assertEnded(SessionEnd.LOGOUT, "");
    assertNull(sessions.holder(store()));
  }

  @Test
  void endOfSessionComesAfterEverythingElse() {
    login();
    output.room = 1;
    publish("one");
    publish("two");
    session.endOfSession(now);
    assertEquals(SoupServerState.FINISHING, session.state());
    assertEquals("Sone", output.take());
    packet("Utoo late");
    session.onWritable(now);
    assertEquals("Stwo", output.take());
    assertEquals(SoupServerState.FINISHING, session.state());
    session.onWritable(now);
    assertEquals("Z", output.take());
    assertEnded(SessionEnd.END_OF_SESSION, "");
    assertFalse(events.contains("message too late"));
  }

  @Test
  void endOfSessionBeforeTheLoginJustEnds() {
    session.endOfSession(now);
    assertEquals("", output.take());
    assertEnded(SessionEnd.END_OF_SESSION, "before the login");
  }

  @Test
  void badPacketEndsTheSessionWithAClearReason() {
    login();
    packet("?garbage");
    assertEnded(SessionEnd.BAD_PACKET, "packet of type '?' and 8 bytes: unknown packet type");
  }

  @Test
  void badLoginPacketIsNotAnswered() {
    packet("Lshort");
    assertEquals("", output.take());
    assertEnded(SessionEnd.BAD_PACKET, "packet of type 'L' and 6 bytes: too short for its type");
  }

  @Test
  void messageBeforeTheLoginEndsTheSession() {
    packet("Uhello");
    assertEnded(SessionEnd.UNEXPECTED_PACKET, "message before the login");
  }

  @Test
  void secondLoginEndsTheSession() {
    login();
    packet(Packets.login("demo", "demo", "", 0));
    assertEnded(SessionEnd.UNEXPECTED_PACKET, "second login request");
  }

  @Test
  void fullStoreEndsTheSession() {
    login();
    String message = "m".repeat(97);
    for (int i = 0; i < 100; i++) {
      assertTrue(session.publish(Packets.of(message), 0, 97, now));
    }
    assertFalse(session.publish(Packets.of(message), 0, 97, now));
    assertEnded(SessionEnd.STORE_FULL, "at message 101");
  }

  @Test
  void publishingNeedsALogin() {
    assertThrows(IllegalStateException.class, () -> publish("one"));
  }

  @Test
  void noRoomForTheAnswerToTheLoginEndsTheSession() {
    output.room = 0;
    packet(Packets.login("demo", "demo", "", 0));
    assertEquals(SessionEnd.NOT_READING + ": no room for the answer to the login", last());
  }

  @Test
  void aConnectionThatIsGoneIsNoPeerThatDoesNotRead() {
    output.gone = true;
    packet(Packets.login("demo", "demo", "", 0));
    assertEquals(SoupServerState.LOGGED_IN, session.state());
    publish("one");
    tickAfter(100 * SECOND);
    assertEquals(SoupServerState.LOGGED_IN, session.state());
    session.onDisconnected("reset by peer");
    assertEnded(SessionEnd.DISCONNECTED, "reset by peer");
  }

  @Test
  void nothingHappensAfterTheEnd() {
    login();
    session.onDisconnected("reset by peer");
    assertEnded(SessionEnd.DISCONNECTED, "reset by peer");
    int count = events.size();
    packet("Uhello");
    packet("?garbage");
    tickAfter(100 * SECOND);
    session.onAppended(now);
    session.onWritable(now);
    session.endOfSession(now);
    session.onDisconnected("again");
    assertEquals(count, events.size());
    assertEquals("", output.take());
  }

  @Test
  void laterLoginOfTheSameUserTakesOver() {
    login();
    publish("one");
    Packets other = new Packets();
    SoupServerSession later = open(other);
    packet(later, Packets.login("demo", "demo", "S1", 1));
    assertEquals(SoupServerState.ENDED, session.state());
    assertTrue(events.contains(SessionEnd.TAKEN_OVER + ": user 'demo'"), events.toString());
    assertEquals(Packets.accepted("S1", 1) + "|Sone", other.take());
    assertSame(later, sessions.holder(store()));
    session.onDisconnected("closed");
    assertSame(later, sessions.holder(store()));
  }

  @Test
  void loginThatIsRejectedDoesNotTakeOver() {
    login();
    packet(open(new Packets()), Packets.login("demo", "demo", "S1", 99));
    assertEquals(SoupServerState.LOGGED_IN, session.state());
  }

  @Test
  void usersHaveStoresOfTheirOwn() {
    login();
    publish("for demo");
    Packets other = new Packets();
    packet(open(other), Packets.login("demo2", "demo", "", 1));
    assertEquals(Packets.accepted("S1", 1), other.take());
  }

  private void assertRejected(String packet, SessionEnd reason, String detail) {
    assertEquals(packet, output.take());
    assertEnded(reason, detail);
  }

  private void assertEnded(SessionEnd reason, String detail) {
    assertEquals(SoupServerState.ENDED, session.state());
    assertEquals(reason + ": " + detail, last());
  }

  private String last() {
    return events.get(events.size() - 1);
  }

  private SequencedStore store() {
    return Objects.requireNonNull(sessions.find("demo", ""));
  }

  private void append(String message) {
    assertTrue(store().append(Packets.of(message), 0, message.length()) > 0);
  }

  private void publish(String message) {
    assertTrue(session.publish(Packets.of(message), 0, message.length(), now));
  }

  private void login() {
    packet(Packets.login("demo", "demo", "", 0));
    assertEquals(Packets.accepted("S1", store().nextSequence()), output.take());
  }

  private void packet(String text) {
    packet(session, text);
  }

  private void packet(SoupServerSession to, String text) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(200);
    bytes.put(7, text.getBytes(StandardCharsets.US_ASCII));
    to.onPacket(bytes, 7, text.length(), now);
  }

  private void tickAfter(long nanos) {
    now += nanos;
    session.onTick(now);
  }

  private SoupServerSession open(Packets to) {
    CredentialsChecker checker =
        (user, password) -> user.startsWith("demo") && password.equals("demo");
    return new SoupServerSession(to, handler(), checker, sessions, SoupTimeouts.STANDARD, START);
  }

  private SoupServerHandler handler() {
    return new SoupServerHandler() {
      @Override
      public void onLoggedIn(SoupServerSession of, String username, SequencedStore store) {
        events.add("in " + username);
      }

      @Override
      public void onMessage(SoupServerSession of, ByteBuffer buffer, int offset, int length) {
        events.add("message " + Packets.text(buffer, offset, length));
      }

      @Override
      public void onEnded(SoupServerSession of, SessionEnd reason, String detail) {
        events.add(reason + ": " + detail);
      }
    };
  }
}
