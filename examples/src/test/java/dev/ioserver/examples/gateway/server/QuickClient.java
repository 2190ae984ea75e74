package dev.ioserver.examples.gateway.server;

import java.net.InetSocketAddress;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import quickfix.Application;
import quickfix.ConfigError;
import quickfix.DefaultMessageFactory;
import quickfix.FieldNotFound;
import quickfix.MemoryStoreFactory;
import quickfix.Message;
import quickfix.SLF4JLogFactory;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.SocketInitiator;
import quickfix.field.ClOrdID;
import quickfix.field.MsgType;
import quickfix.field.OrdType;
import quickfix.field.OrderQty;
import quickfix.field.OrigClOrdID;
import quickfix.field.Password;
import quickfix.field.Price;
import quickfix.field.Side;
import quickfix.field.Symbol;
import quickfix.field.TransactTime;
import quickfix.fix44.NewOrderSingle;
import quickfix.fix44.OrderCancelReplaceRequest;
import quickfix.fix44.OrderCancelRequest;

/** A client that others have written: QuickFIX/J, which checks what it gets by its dictionary. */
final class QuickClient implements Application, AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private final AtomicBoolean loggedOn = new AtomicBoolean();
  private final String password;
  private final SessionID id;
  private final SocketInitiator initiator;

  private QuickClient(InetSocketAddress address, String user, String password, String... settings)
      throws ConfigError {
    this.password = password;
    id = new SessionID("FIX.4.4", user, FixDoor.COMP_ID);
    SessionSettings all = new SessionSettings();
    all.setString("ConnectionType", "initiator");
    all.setString("SocketConnectHost", address.getAddress().getHostAddress());
    all.setString("SocketConnectPort", String.valueOf(address.getPort()));
    all.setString("HeartBtInt", "30");
    all.setString("NonStopSession", "Y");
    all.setString("ReconnectInterval", "1");
    all.setString("SocketTcpNoDelay", "Y");
    for (int i = 0; i < settings.length; i += 2) {
      all.setString(settings[i], settings[i + 1]);
    }
    all.setString(id, "BeginString", "FIX.4.4");
    initiator =
        new SocketInitiator(
            this,
            new MemoryStoreFactory(),
            all,
            new SLF4JLogFactory(all),
            new DefaultMessageFactory());
  }

  /** A client that has begun to connect. */
  static QuickClient started(
      GatewayServer gateway, String user, String password, String... settings) throws ConfigError {
    QuickClient client = new QuickClient(gateway.fixAddress(), user, password, settings);
    client.initiator.start();
    return client;
  }

  /** A client that has logged on. */
  static QuickClient loggedOn(GatewayServer gateway, String user, String... settings)
      throws ConfigError, InterruptedException {
    QuickClient client = started(gateway, user, "demo", settings);
    client.awaitLogon();
    return client;
  }

  void awaitLogon() throws InterruptedException {
    Await.until("the Logon of " + id, loggedOn::get);
  }

  void awaitLogout() throws InterruptedException {
    Await.until("the end of " + id, () -> !loggedOn.get());
  }

  /** The other side's session, for its numbers. */
  Session session() {
    return Session.lookupSession(id);
  }

  /** Logs out, and stays away until it is asked back. */
  void leave() throws InterruptedException {
    session().logout("enough");
    awaitLogout();
    // It connects again by itself, as long as nobody has it wait.
    Await.until("the connection's end", () -> !session().hasResponder());
  }

  /** Comes back after {@link #leave}. */
  void comeBack() throws InterruptedException {
    session().logon();
    awaitLogon();
  }

  void send(Message message) {
    session().send(message);
  }

  static NewOrderSingle order(
      String clOrdId, char side, int quantity, String symbol, double price) {
    NewOrderSingle order =
        new NewOrderSingle(
            new ClOrdID(clOrdId),
            new Side(side),
            new TransactTime(LocalDateTime.now(ZoneOffset.UTC)),
            new OrdType(OrdType.LIMIT));
    order.set(new Symbol(symbol));
    order.set(new OrderQty(quantity));
    order.set(new Price(price));
    return order;
  }

  static OrderCancelRequest cancel(String original, String clOrdId, char side, String symbol) {
    OrderCancelRequest cancel =
        new OrderCancelRequest(
            new OrigClOrdID(original),
            new ClOrdID(clOrdId),
            new Side(side),
            new TransactTime(LocalDateTime.now(ZoneOffset.UTC)));
    cancel.set(new Symbol(symbol));
    return cancel;
  }

  static OrderCancelReplaceRequest replace(
      String original, String clOrdId, char side, int quantity, String symbol, double price) {
    OrderCancelReplaceRequest replace =
        new OrderCancelReplaceRequest(
            new OrigClOrdID(original),
            new ClOrdID(clOrdId),
            new Side(side),
            new TransactTime(LocalDateTime.now(ZoneOffset.UTC)),
            new OrdType(OrdType.LIMIT));
    replace.set(new Symbol(symbol));
    replace.set(new OrderQty(quantity));
    replace.set(new Price(price));
    return replace;
  }

  /** Waits until it expects this number next: it counts a message after it has handed it out. */
  void awaitNext(int number) throws InterruptedException {
    Await.until("number " + number, () -> session().getExpectedTargetNum() == number);
  }

  /** The next message of a type; those before it are passed over. */
  Message await(String type) throws InterruptedException {
    return await(type, message -> true);
  }

  Message await(String type, Predicate<Message> condition) throws InterruptedException {
    return next("of type " + type, each -> type(each).equals(type) && condition.test(each));
  }

  /** The next message of the application, which must be an ExecutionReport. */
  Message report() throws InterruptedException {
    Message message = application();
    if (!type(message).equals(MsgType.EXECUTION_REPORT)) {
      throw new AssertionError("not a report: " + text(message));
    }
    return message;
  }

  /** The next message that does not belong to the session. */
  Message application() throws InterruptedException {
    return next("of the application", each -> !each.isAdmin());
  }

  private Message next(String what, Predicate<Message> condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Message message = received.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError("no message " + what);
      }
      if (condition.test(message)) {
        return message;
      }
    }
  }

  static String type(Message message) {
    try {
      return message.getHeader().getString(MsgType.FIELD);
    } catch (FieldNotFound e) {
      throw new AssertionError(e);
    }
  }

  static String text(Message message) {
    return message.toString().replace('\1', '|');
  }

  @Override
  public void onCreate(SessionID session) {}

  @Override
  public void onLogon(SessionID session) {
    loggedOn.set(true);
  }

  @Override
  public void onLogout(SessionID session) {
    loggedOn.set(false);
  }

  @Override
  public void toAdmin(Message message, SessionID session) {
    if (type(message).equals(MsgType.LOGON)) {
      message.setString(Password.FIELD, password);
    }
  }

  @Override
  public void fromAdmin(Message message, SessionID session) {
    received.add(message);
  }

  @Override
  public void toApp(Message message, SessionID session) {}

  @Override
  public void fromApp(Message message, SessionID session) {
    received.add(message);
  }

  /** Logs out, and ends its threads. */
  @Override
  public void close() {
    initiator.stop();
  }
}
