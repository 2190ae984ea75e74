package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import quickfix.Message;
import quickfix.field.AvgPx;
import quickfix.field.BeginSeqNo;
import quickfix.field.BusinessRejectReason;
import quickfix.field.ClOrdID;
import quickfix.field.CumQty;
import quickfix.field.CxlRejReason;
import quickfix.field.EndSeqNo;
import quickfix.field.ExecID;
import quickfix.field.ExecType;
import quickfix.field.LastPx;
import quickfix.field.LastQty;
import quickfix.field.LeavesQty;
import quickfix.field.MsgSeqNum;
import quickfix.field.MsgType;
import quickfix.field.OrdRejReason;
import quickfix.field.OrdStatus;
import quickfix.field.OrderID;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.OrigSendingTime;
import quickfix.field.PossDupFlag;
import quickfix.field.RefMsgType;
import quickfix.field.Side;
import quickfix.field.TestReqID;
import quickfix.field.Text;
import quickfix.field.TimeInForce;
import quickfix.fix44.OrderStatusRequest;
import quickfix.fix44.TestRequest;

/** A client that others have written: what it understands is FIX 4.4. */
class QuickFixTest {

  private static final String ENGINES = "dev.ioserver.examples.gateway.server.QuickFixTest#engines";
  private static final String MATCHING =
      "dev.ioserver.examples.gateway.server.QuickFixTest#matching";

  /** Each engine: most of what a session does is the same with loops and without. */
  static Stream<Setup> engines() {
    return Setup.all().filter(setup -> setup.loops() == 0);
  }

  /** Each engine, one with all on one thread, the other with a thread for each book. */
  static Stream<Arguments> matching() {
    return engines().map(setup -> Arguments.of(setup, setup.books()));
  }

  static GatewayServer start(Setup setup, Matching books) throws IOException {
    return start(setup.config().books(books));
  }

  static GatewayServer start(Setup setup) throws IOException {
    return start(setup, Matching.INLINE);
  }

  /** A gateway that listens for FIX on a port of the system's choice. */
  static GatewayServer start(GatewayConfig config) throws IOException {
    return GatewayServer.start(
        config.fix(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void bothSidesBeatAndAnswer(Setup setup) throws Exception {
    try (GatewayServer gateway = start(setup);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00", "HeartBtInt", "1")) {
      assertEquals("1", client.await(MsgType.LOGON).getString(108));
      client.await(MsgType.HEARTBEAT);
      client.send(new TestRequest(new TestReqID("are you there")));
      Message answer = client.await(MsgType.HEARTBEAT, beat -> beat.isSetField(TestReqID.FIELD));
      assertEquals("are you there", answer.getString(TestReqID.FIELD));
      assertEquals(1, gateway.statistics().sessions());
    }
  }

  @ParameterizedTest
  @MethodSource(MATCHING)
  void ordersAreReported(Setup setup, Matching books) throws Exception {
    try (GatewayServer gateway = start(setup, books);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00");
        QuickClient other = QuickClient.loggedOn(gateway, "demo01")) {
      client.send(QuickClient.order("a1", Side.BUY, 100, "AAPL", 10.5));
      Message accepted = client.report();
      check(accepted, ExecType.NEW, OrdStatus.NEW, "a1", 100, 0);
      assertEquals("AAPL", accepted.getString(55));
      assertEquals(10.5, accepted.getDouble(44));

      other.send(QuickClient.order("b1", Side.SELL, 30, "AAPL", 10.25));
      check(other.report(), ExecType.NEW, OrdStatus.NEW, "b1", 30, 0);
      Message sold = other.report();
      check(sold, ExecType.TRADE, OrdStatus.FILLED, "b1", 0, 30);
      assertEquals(10.5, sold.getDouble(LastPx.FIELD));
      Message bought = client.report();
      check(bought, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, "a1", 70, 30);
      assertEquals(30, bought.getInt(LastQty.FIELD));
      assertEquals(10.5, bought.getDouble(AvgPx.FIELD));
      assertEquals(accepted.getString(OrderID.FIELD), bought.getString(OrderID.FIELD));
      assertFalse(accepted.getString(ExecID.FIELD).equals(bought.getString(ExecID.FIELD)));

      client.send(QuickClient.replace("a1", "a2", Side.BUY, 150, "AAPL", 11.0));
      Message replaced = client.report();
      check(replaced, ExecType.REPLACED, OrdStatus.PARTIALLY_FILLED, "a2", 120, 30);
      assertEquals("a1", replaced.getString(OrigClOrdID.FIELD));
      assertEquals(150, replaced.getInt(OrderQty.FIELD));
      assertEquals(accepted.getString(OrderID.FIELD), replaced.getString(OrderID.FIELD));

      other.send(QuickClient.order("b2", Side.SELL, 20, "AAPL", 11.0));
      check(other.report(), ExecType.NEW, OrdStatus.NEW, "b2", 20, 0);
      check(other.report(), ExecType.TRADE, OrdStatus.FILLED, "b2", 0, 20);
      Message more = client.report();
      check(more, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, "a2", 100, 50);
      assertEquals((30 * 10.5 + 20 * 11.0) / 50, more.getDouble(AvgPx.FIELD), 1e-6);

      client.send(QuickClient.cancel("a2", "a3", Side.BUY, "AAPL"));
      Message canceled = client.report();
      check(canceled, ExecType.CANCELED, OrdStatus.CANCELED, "a3", 0, 50);
      assertEquals("a2", canceled.getString(OrigClOrdID.FIELD));

      var immediate = QuickClient.order("a4", Side.BUY, 10, "MSFT", 1.0);
      immediate.set(new TimeInForce(TimeInForce.IMMEDIATE_OR_CANCEL));
      client.send(immediate);
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a4", 10, 0);
      check(client.report(), ExecType.CANCELED, OrdStatus.CANCELED, "a4", 0, 0);
    }
  }

  @ParameterizedTest
  @MethodSource(MATCHING)
  void whatCannotBeDoneIsRejectedWithItsReason(Setup setup, Matching books) throws Exception {
    try (GatewayServer gateway = start(setup, books);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00")) {
      client.send(QuickClient.order("a1", Side.BUY, 100, "NONE", 10.5));
      rejected(client, "a1", OrdRejReason.UNKNOWN_SYMBOL);
      client.send(QuickClient.order("a2", Side.BUY, 2_000_000, "AAPL", 10.5));
      rejected(client, "a2", OrdRejReason.INCORRECT_QUANTITY);
      client.send(QuickClient.order("a3", Side.SELL_SHORT, 100, "AAPL", 10.5));
      rejected(client, "a3", OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC);
      client.send(QuickClient.order("a4", Side.BUY, 100, "AAPL", 10.50001));
      rejected(client, "a4", OrdRejReason.OTHER);
      client.send(QuickClient.order("an id of 25 characters 00", Side.BUY, 100, "AAPL", 10.5));
      rejected(client, "an id of 25 characters 00", OrdRejReason.OTHER);

      client.send(QuickClient.order("a5", Side.BUY, 100, "AAPL", 10.5));
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a5", 100, 0);
      client.send(QuickClient.order("a5", Side.BUY, 100, "AAPL", 10.5));
      rejected(client, "a5", OrdRejReason.DUPLICATE_ORDER);

      client.send(QuickClient.cancel("nothing", "c1", Side.BUY, "AAPL"));
      changeRejected(client, "c1", '1', CxlRejReason.UNKNOWN_ORDER, OrdStatus.REJECTED);
      client.send(QuickClient.replace("a5", "c2", Side.SELL, 100, "AAPL", 10.5));
      changeRejected(client, "c2", '2', CxlRejReason.OTHER, OrdStatus.NEW);
      client.send(QuickClient.cancel("a5", "a5", Side.BUY, "AAPL"));
      changeRejected(client, "a5", '1', CxlRejReason.DUPLICATE_CLORDID_RECEIVED, OrdStatus.NEW);
      client.send(QuickClient.cancel("a5", "c3", Side.BUY, "AAPL"));
      check(client.report(), ExecType.CANCELED, OrdStatus.CANCELED, "c3", 0, 0);
      client.send(QuickClient.cancel("a5", "c4", Side.BUY, "AAPL"));
      changeRejected(client, "c4", '1', CxlRejReason.TOO_LATE_TO_CANCEL, OrdStatus.CANCELED);

      OrderStatusRequest status = new OrderStatusRequest(new ClOrdID("a5"), new Side(Side.BUY));
      status.setString(55, "AAPL");
      client.send(status);
      Message answer = client.application();
      assertEquals(MsgType.BUSINESS_MESSAGE_REJECT, QuickClient.type(answer));
      assertEquals(MsgType.ORDER_STATUS_REQUEST, answer.getString(RefMsgType.FIELD));
      assertEquals(
          BusinessRejectReason.UNSUPPORTED_MESSAGE_TYPE, answer.getInt(BusinessRejectReason.FIELD));
    }
  }

  @ParameterizedTest
  @MethodSource(MATCHING)
  void anOrderTradesAgainstOneOfTheOtherDoor(Setup setup, Matching books) throws Exception {
    try (GatewayServer gateway = start(setup, books);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00");
        // The same user, and yet somebody else: accounts are those of a door.
        PlainClient ouch = PlainClient.loggedIn(gateway, "demo00")) {
      ouch.enter("resting", 'S', 100, "MSFT", 250_000);
      assertEquals('A', ouch.message().type());
      client.send(QuickClient.order("a1", Side.BUY, 60, "MSFT", 25.01));
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a1", 60, 0);
      Message bought = client.report();
      check(bought, ExecType.TRADE, OrdStatus.FILLED, "a1", 0, 60);
      assertEquals(25.0, bought.getDouble(LastPx.FIELD));
      PlainClient.Message sold = ouch.message();
      assertEquals('E', sold.type());
      assertEquals("resting", sold.token());
      assertEquals(60, sold.number(23));

      client.send(QuickClient.order("a2", Side.BUY, 50, "MSFT", 24.0));
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a2", 50, 0);
      ouch.enter("incoming", 'S', 50, "MSFT", 240_000);
      Message filled = client.report();
      check(filled, ExecType.TRADE, OrdStatus.FILLED, "a2", 0, 50);
      assertEquals('A', ouch.message().type());
      assertEquals('E', ouch.message().type());
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void whatTheClientHasForgottenIsSentAgain(Setup setup) throws Exception {
    try (GatewayServer gateway = start(setup);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00")) {
      client.send(QuickClient.order("a1", Side.BUY, 100, "AAPL", 10.5));
      Message first = client.report();
      client.send(QuickClient.order("a2", Side.BUY, 100, "AAPL", 10.5));
      Message second = client.report();

      client.awaitNext(4);
      client.session().setNextTargetMsgSeqNum(1);
      client.send(QuickClient.order("a3", Side.BUY, 100, "AAPL", 10.5));
      // The Logon is not sent again, but filled over.
      Message fill = client.await(MsgType.SEQUENCE_RESET);
      assertEquals(1, fill.getHeader().getInt(MsgSeqNum.FIELD));
      assertEquals(2, fill.getInt(36));
      same(first, client.report());
      same(second, client.report());
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a3", 100, 0);
      client.send(QuickClient.order("a4", Side.BUY, 100, "AAPL", 10.5));
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a4", 100, 0);
    }
  }

  @ParameterizedTest
  @MethodSource(MATCHING)
  void whatHappensWhileTheClientIsAwayIsSentWhenItComesBack(Setup setup, Matching books)
      throws Exception {
    try (GatewayServer gateway = start(setup, books);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00");
        PlainClient ouch = PlainClient.loggedIn(gateway, "demo01")) {
      client.send(QuickClient.order("a1", Side.BUY, 100, "AAPL", 10.5));
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a1", 100, 0);
      client.leave();
      Await.until("the session's end", () -> gateway.statistics().sessions() == 1);

      ouch.enter("sold", 'S', 40, "AAPL", 105_000);
      assertEquals('A', ouch.message().type());
      assertEquals('E', ouch.message().type());

      client.comeBack();
      Message bought = client.report();
      check(bought, ExecType.TRADE, OrdStatus.PARTIALLY_FILLED, "a1", 60, 40);
      assertTrue(bought.getHeader().getBoolean(PossDupFlag.FIELD));
      client.send(QuickClient.cancel("a1", "a2", Side.BUY, "AAPL"));
      check(client.report(), ExecType.CANCELED, OrdStatus.CANCELED, "a2", 0, 40);
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void whatTheClientHasSkippedIsAskedFor(Setup setup) throws Exception {
    try (GatewayServer gateway = start(setup);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00")) {
      int next = client.session().getExpectedSenderNum();
      client.session().setNextSenderMsgSeqNum(next + 5);
      client.send(QuickClient.order("a1", Side.BUY, 100, "AAPL", 10.5));
      Message request = client.await(MsgType.RESEND_REQUEST);
      assertEquals(next, request.getInt(BeginSeqNo.FIELD));
      assertEquals(0, request.getInt(EndSeqNo.FIELD));
      // It fills over what it has never sent, and sends the order again.
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a1", 100, 0);
      client.send(QuickClient.order("a2", Side.BUY, 100, "AAPL", 10.5));
      check(client.report(), ExecType.NEW, OrdStatus.NEW, "a2", 100, 0);
      assertEquals(2, gateway.statistics().orders());
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void aNumberThatWasUsedEndsTheSession(Setup setup) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = start(setup);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00")) {
      client.send(QuickClient.order("a1", Side.BUY, 100, "AAPL", 10.5));
      client.report();
      client.session().setNextSenderMsgSeqNum(1);
      client.send(QuickClient.order("a2", Side.BUY, 100, "AAPL", 10.5));
      Message logout = client.await(MsgType.LOGOUT);
      assertEquals("MsgSeqNum too low, expecting 3 but received 1", logout.getString(Text.FIELD));
      log.await("'demo00'", "WARNING", "a sequence number that was used before");
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void aLogonMayResetTheNumbers(Setup setup) throws Exception {
    try (GatewayServer gateway = start(setup);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00", "ResetOnLogon", "Y")) {
      client.send(QuickClient.order("a1", Side.BUY, 100, "AAPL", 10.5));
      client.report();
      client.leave();
      client.comeBack();
      Message logon = client.await(MsgType.LOGON, each -> each.isSetField(141));
      while (logon.getHeader().getInt(MsgSeqNum.FIELD) != 1) {
        logon = client.await(MsgType.LOGON, each -> each.isSetField(141));
      }
      assertTrue(logon.getBoolean(141));
      // Orders and their names are the day's, and not the session's.
      client.send(QuickClient.order("a1", Side.BUY, 100, "AAPL", 10.5));
      rejected(client, "a1", OrdRejReason.DUPLICATE_ORDER);
      client.send(QuickClient.cancel("a1", "a2", Side.BUY, "AAPL"));
      check(client.report(), ExecType.CANCELED, OrdStatus.CANCELED, "a2", 0, 0);
      client.awaitNext(4);
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void eitherSideMayLogOut(Setup setup) throws Exception {
    try (GatewayServer gateway = start(setup);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00");
        QuickClient other = QuickClient.loggedOn(gateway, "demo01")) {
      client.leave();
      client.await(MsgType.LOGOUT);
      Await.until("the session's end", () -> gateway.statistics().sessions() == 1);
      gateway.closeAndGetBooks();
      assertEquals("the day is over", other.await(MsgType.LOGOUT).getString(Text.FIELD));
      assertEquals(0, gateway.statistics().failures());
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void theLatestLogonWins(Setup setup) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = start(setup);
        QuickClient client = QuickClient.loggedOn(gateway, "demo00", "ReconnectInterval", "600");
        FixPlain second = new FixPlain(gateway.fixAddress(), "demo00")) {
      second.logon("34", "2");
      assertEquals(
          "logged on on another connection", client.await(MsgType.LOGOUT).getString(Text.FIELD));
      assertEquals("A", second.receive().get(35));
      log.await("INFO", "'demo00'", "the same session logged in on another connection");
      assertEquals(1, gateway.statistics().sessions());
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void whoIsUnknownIsShutOut(Setup setup) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = start(setup);
        QuickClient client = QuickClient.started(gateway, "demo00", "wrong")) {
      log.await("WARNING", "unknown user or wrong password", "SenderCompID 'demo00'");
      assertFalse(client.session().isLoggedOn());
      assertEquals(0, gateway.statistics().logins());
    }
  }

  private static void check(
      Message report, char execType, char status, String clOrdId, int leaves, int executed)
      throws Exception {
    String text = QuickClient.text(report);
    assertEquals(execType, report.getChar(ExecType.FIELD), text);
    assertEquals(status, report.getChar(OrdStatus.FIELD), text);
    assertEquals(clOrdId, report.getString(ClOrdID.FIELD), text);
    assertEquals(leaves, report.getInt(LeavesQty.FIELD), text);
    assertEquals(executed, report.getInt(CumQty.FIELD), text);
  }

  private static void rejected(QuickClient client, String clOrdId, int reason) throws Exception {
    Message report = client.report();
    check(report, ExecType.REJECTED, OrdStatus.REJECTED, clOrdId, 0, 0);
    assertEquals(reason, report.getInt(OrdRejReason.FIELD), QuickClient.text(report));
    assertTrue(report.isSetField(Text.FIELD));
  }

  private static void changeRejected(
      QuickClient client, String clOrdId, char responseTo, int reason, char status)
      throws Exception {
    Message answer = client.application();
    String text = QuickClient.text(answer);
    assertEquals(MsgType.ORDER_CANCEL_REJECT, QuickClient.type(answer), text);
    assertEquals(clOrdId, answer.getString(ClOrdID.FIELD), text);
    assertEquals(responseTo, answer.getChar(434), text);
    assertEquals(reason, answer.getInt(CxlRejReason.FIELD), text);
    assertEquals(status, answer.getChar(OrdStatus.FIELD), text);
  }

  /** The same message, and marked as sent before. */
  private static void same(Message before, Message again) throws Exception {
    assertEquals(
        Map.of("seq", before.getHeader().getInt(MsgSeqNum.FIELD), "id", before.getString(17)),
        Map.of("seq", again.getHeader().getInt(MsgSeqNum.FIELD), "id", again.getString(17)));
    assertTrue(again.getHeader().getBoolean(PossDupFlag.FIELD));
    assertEquals(
        before.getHeader().getString(52), again.getHeader().getString(OrigSendingTime.FIELD));
  }
}
