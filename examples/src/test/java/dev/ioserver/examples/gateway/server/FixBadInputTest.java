package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input ends the session that it came on, or is rejected; it touches no other. */
class FixBadInputTest {

  private static final String ENGINES = "dev.ioserver.examples.gateway.server.QuickFixTest#engines";

  private interface Action {
    void on(FixPlain client) throws IOException;
  }

  /**
   * Something bad that ends the session.
   *
   * @param loggedOn whether the client logs on before
   * @param farewell a part of the text of the Logout that the client gets; empty if it gets none
   * @param log what the log says
   */
  private record Bad(String name, boolean loggedOn, Action action, String farewell, String... log) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> badInput() {
    return QuickFixTest.engines()
        .flatMap(setup -> Stream.concat(bad(), badLogons()).map(bad -> Arguments.of(setup, bad)));
  }

  private static Stream<Bad> bad() {
    return Stream.of(
        new Bad("garbage", false, FixBadInputTest::sendGarbage, "", "bad packet", "8=FIX.4.4"),
        new Bad("FIX 4.2", false, c -> c.raw("8=FIX.4.2\0019=5\00135=0\00110=000\1"), "", "8=FIX"),
        new Bad(
            "bad checksum",
            true,
            c -> c.raw("8=FIX.4.4\0019=5\00135=0\00110=000\1"),
            "",
            "bad packet",
            "the checksum in 10= is 0"),
        new Bad("bad length", true, c -> c.raw("8=FIX.4.4\0019=x\1"), "", "bad packet", "9="),
        new Bad("too long", true, c -> c.raw("8=FIX.4.4\0019=99999\00135=0\1"), "", "99999 bytes"),
        new Bad("half a message", true, FixBadInputTest::sendHalf, "", "the connection went away"),
        new Bad(
            "no number",
            true,
            c -> c.message("0", "34", ""),
            "MsgSeqNum (34) is missing",
            "bad packet"),
        new Bad("no type", true, c -> c.raw(FixPlain.framed("34=2\1")), "34", "begin with a type"),
        new Bad("other CompID", true, c -> c.message("0", "49", "demo02"), "CompID", "'demo01'"),
        new Bad("other target", true, c -> c.message("0", "56", "OTHER"), "CompID", "bad packet"),
        new Bad(
            "clock",
            true,
            c -> c.message("0", "52", FixPlain.time(-3600)),
            "set the clocks",
            "SendingTime"),
        new Bad("second Logon", true, FixPlain::logon, "second Logon", "has no place"),
        new Bad(
            "used number",
            true,
            c -> c.message("0", "34", "1"),
            "MsgSeqNum too low, expecting 2 but received 1",
            "used before"));
  }

  private static Stream<Bad> badLogons() {
    return Stream.of(
        new Bad("no Logon", false, c -> c.order("a"), "", "the first message is not a Logon"),
        new Bad("wrong password", false, c -> c.logon("554", "no"), "", "wrong password"),
        new Bad("no password", false, c -> c.logon("554", ""), "", "wrong password"),
        new Bad("unknown user", false, c -> c.logon("49", "other"), "", "unknown user", "'other'"),
        new Bad("other user", false, c -> c.logon("553", "demo02"), "", "Username 'demo02'"),
        new Bad("not here", false, c -> c.logon("56", "OTHER"), "", "TargetCompID 'OTHER'"),
        new Bad("encrypted", false, c -> c.logon("98", "1"), "EncryptMethod (98)", "bad packet"),
        new Bad("no heart", false, c -> c.logon("108", "0"), "HeartBtInt (108)", "1 to 3600"),
        new Bad("no time", false, c -> c.logon("52", "yesterday"), "SendingTime (52)", "missing"),
        new Bad(
            "reset at 5",
            false,
            c -> c.logon("34", "5", "141", "Y"),
            "MsgSeqNum (34) must be 1",
            "bad packet"));
  }

  private static void sendGarbage(FixPlain client) throws IOException {
    long seed = new Random().nextLong();
    System.out.println("garbage of seed " + seed);
    byte[] garbage = new byte[4096];
    new Random(seed).nextBytes(garbage);
    garbage[0] = 'x'; // no message begins so
    client.socket().getOutputStream().write(garbage);
  }

  private static void sendHalf(FixPlain client) throws IOException {
    client.raw("8=FIX.4.4\0019=100\00135=D\1");
    client.socket().shutdownOutput();
  }

  @ParameterizedTest
  @MethodSource
  void badInput(Setup setup, Bad bad) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = QuickFixTest.start(setup);
        FixPlain other = FixPlain.loggedOn(gateway, "demo00");
        FixPlain client = new FixPlain(gateway.fixAddress(), "demo01")) {
      if (bad.loggedOn()) {
        client.logon();
        client.receive("A");
      }
      other.order("before");
      assertEquals("before", other.receive("8").get(11));

      bad.action().on(client);
      String line = log.await(bad.log());
      assertEquals(bad.loggedOn(), line.contains("of user 'demo01'"), line);
      Map<Integer, String> last = null;
      for (var each = client.receive(); each != null; each = client.receive()) {
        last = each;
      }
      if (bad.farewell().isEmpty()) {
        assertNull(last);
      } else {
        assertNotNull(last, "no farewell");
        assertEquals("5", last.get(35));
        assertTrue(last.get(58).contains(bad.farewell()), last.toString());
      }

      other.order("after");
      assertEquals("after", other.receive("8").get(11));
      assertEquals(1, log.lines().stream().filter(each -> each.contains("ended")).count());
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void whatBreaksARuleIsRejectedAndTheSessionGoesOn(Setup setup) throws Exception {
    try (GatewayServer gateway = QuickFixTest.start(setup);
        FixPlain client = FixPlain.loggedOn(gateway, "demo00")) {
      client.order("a", "44", "");
      Map<Integer, String> business = client.receive("j");
      assertEquals("D 5 2 a", values(business, 372, 380, 45, 379));
      client.order("b", "55", "");
      assertEquals("D 1 55 3", values(client.receive("3"), 372, 373, 371, 45));
      client.order("c", "60", "now");
      assertEquals("D 6 60 4", values(client.receive("3"), 372, 373, 371, 45));
      client.message("1");
      assertEquals("1 1 112 5", values(client.receive("3"), 372, 373, 371, 45));
      client.message("ZZ");
      assertEquals("ZZ 11 35 6", values(client.receive("3"), 372, 373, 371, 45));
      client.message("D", "11", "e", "x", "y");
      assertEquals("D 0 7", values(client.receive("3"), 372, 373, 45));
      client.message("2", "7", "999", "16", "0");
      assertEquals("2 5 7 8", values(client.receive("3"), 372, 373, 371, 45));
      client.message("H", "11", "a");
      assertEquals("H 3 9", values(client.receive("j"), 372, 380, 45));
      client.order("f\00111=g");
      assertEquals("D 13 11 10", values(client.receive("3"), 372, 373, 371, 45));
      client.order("h\00158=");
      assertEquals("D 4 58 11", values(client.receive("3"), 372, 373, 371, 45));
      // Raw data may have separators and anything else inside.
      client.order("i", "95", "8", "96", "a\00111=b\1c");
      assertEquals("i", client.receive("8").get(11));
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void numbersAreSetAndFilledOver(Setup setup) throws Exception {
    try (GatewayServer gateway = QuickFixTest.start(setup);
        FixPlain client = FixPlain.loggedOn(gateway, "demo00")) {
      client.message("4", "36", "10", "123", "Y");
      client.next(10);
      client.order("a");
      assertEquals("a", client.receive("8").get(11));
      client.message("4", "34", "3", "36", "20"); // a reset's own number does not count
      client.next(20);
      client.order("b");
      assertEquals("b", client.receive("8").get(11));
      client.message("4", "36", "5");
      assertEquals("4 5 36", values(client.receive("3"), 372, 373, 371));

      // One that was sent before is passed over; the next is as if nothing had been.
      client.next(20);
      client.order("b", "43", "Y", "122", FixPlain.now());
      client.next(21);
      client.order("c");
      assertEquals("c", client.receive("8").get(11));

      // Too high: asked for, twice only if it does not come.
      client.order("e", "34", "25");
      client.order("f", "34", "26");
      Map<Integer, String> request = client.receive("2");
      assertEquals("22 0", values(request, 7, 16));
      client.message("4", "34", "22", "36", "25", "123", "Y", "43", "Y", "122", FixPlain.now());
      client.order("e", "34", "25", "43", "Y", "122", FixPlain.now());
      client.order("f", "34", "26", "43", "Y", "122", FixPlain.now());
      assertEquals("e", client.receive("8").get(11));
      assertEquals("f", client.receive("8").get(11));
      client.next(27);

      // A reset in the middle: both sides begin with 1.
      client.logon("34", "1", "141", "Y");
      assertEquals("1 Y", values(client.receive("A"), 34, 141));
      client.next(2);
      client.order("g");
      assertEquals("2 g", values(client.receive("8"), 34, 11));
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void someOfTheMessagesAreSentAgain(Setup setup) throws Exception {
    try (GatewayServer gateway = QuickFixTest.start(setup);
        FixPlain client = FixPlain.loggedOn(gateway, "demo00")) {
      for (String id : new String[] {"a", "b", "c"}) {
        client.order(id);
        client.receive("8");
      }
      client.message("1", "112", "x");
      assertEquals("x", client.receive("0").get(112));
      client.message("2", "7", "3", "16", "3");
      assertEquals("3 b Y", values(client.receive("8"), 34, 11, 43));
      client.message("2", "7", "1", "16", "0");
      assertEquals("1 2 Y", values(client.receive("4"), 34, 36, 123));
      assertEquals("2 a Y", values(client.receive("8"), 34, 11, 43));
      assertEquals("3 b Y", values(client.receive("8"), 34, 11, 43));
      assertEquals("4 c Y", values(client.receive("8"), 34, 11, 43));
      assertEquals("5 6 Y", values(client.receive("4"), 34, 36, 123));
      client.order("d");
      assertEquals("6 d", values(client.receive("8"), 34, 11));
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void aClientThatVanishesIsGivenUp(Setup setup) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = QuickFixTest.start(setup);
        FixPlain client = new FixPlain(gateway.fixAddress(), "demo00")) {
      client.logon("108", "1");
      client.receive("A");
      client.receive("1"); // are you there?
      assertEquals("no answer to a TestRequest", client.receive("5").get(58));
      assertNull(client.receive());
      log.await("WARNING", "'demo00'", "nothing heard");
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void aClientThatDoesNotLogOnIsGivenUp(Setup setup) throws Exception {
    GatewayConfig config =
        setup.hurried(Duration.ofMillis(50), Duration.ofSeconds(60), Duration.ofMillis(200));
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = QuickFixTest.start(config);
        FixPlain client = new FixPlain(gateway.fixAddress(), "demo01")) {
      log.await("WARNING", "nobody yet", "no login in time");
      assertNull(client.receive());
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void aClientThatNeverReadsIsCut(Setup setup) throws Exception {
    GatewayConfig config =
        setup.hurried(Duration.ofMillis(200), Duration.ofMillis(1500), Duration.ofSeconds(60));
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = QuickFixTest.start(config);
        FixPlain other = FixPlain.loggedOn(gateway, "demo00");
        FixPlain client = FixPlain.loggedOn(gateway, "demo01")) {
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int i = 0; true; i++) {
                        client.order("x" + i, "55", "NONE");
                      }
                    } catch (IOException e) {
                      // cut, as it should be
                    }
                  });
      sender.join();
      String line = log.await("'demo01'", "ended");
      assertTrue(line.contains("takes nothing in") && line.contains("messages behind"), line);
      other.order("after");
      assertEquals("after", other.receive("8").get(11));
    }
  }

  /** The values of some tags, those that are there, with spaces between them. */
  private static String values(Map<Integer, String> message, int... tags) {
    StringBuilder values = new StringBuilder();
    for (int tag : tags) {
      values.append(message.get(tag)).append(' ');
    }
    return values.toString().strip();
  }
}
