package dev.ioserver.examples.cluster.run;

import dev.ioserver.engine.api.Port;
import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.OrderAccepted;
import dev.ioserver.examples.gateway.ouch.OrderCanceled;
import dev.ioserver.examples.gateway.ouch.OrderExecuted;
import dev.ioserver.examples.gateway.ouch.OrderRejected;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.Token;
import dev.ioserver.examples.gateway.port.ReconnectingClient;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupClientSession;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that loses nothing: it knows what it has sent, asks for the messages that it has not
 * seen, goes to the next gateway when one is gone, and sends again what is unanswered.
 */
final class LoadClient extends ReconnectingClient {

  /** A gateway that does not answer the login in this time is left for the next. */
  private static final long LOGIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final SoupTimeouts TIMEOUTS =
      new SoupTimeouts(TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(15), LOGIN_NANOS);
  private static final int MOST_UNANSWERED = 2000;
  private static final int LIFE = 32;
  private static final int LOT = 100;

  /** An order, from when it is due. */
  private static final class Sent {
    final long dueNanos;
    final int phase;
    boolean answered;
    boolean accepted;
    int open;

    Sent(long dueNanos, int phase, int open) {
      this.dueNanos = dueNanos;
      this.phase = phase;
      this.open = open;
    }

    boolean isOpen() {
      return accepted && open > 0;
    }
  }

  private final int index;
  private final TrialLoad load;
  private final long[] stocks;
  private final List<Sent> orders = new ArrayList<>();
  private final ByteBuffer message = ByteBuffer.allocate(EnterOrder.LENGTH);
  private final EnterOrder enter = new EnterOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final OrderAccepted accepted = new OrderAccepted();
  private final OrderExecuted executed = new OrderExecuted();
  private final OrderCanceled canceled = new OrderCanceled();
  private final OrderRejected rejected = new OrderRejected();
  private int gateway;
  private int firstUnanswered;

  /** Below this number everything was canceled at the end. */
  private int withdrawing;

  private long lastAnswerNanos;
  private long longestGapNanos;

  LoadClient(int index, TrialLoad load, String user, String password, List<String> symbols) {
    super(user, password, TIMEOUTS, 1, EnterOrder.LENGTH);
    this.index = index;
    this.load = load;
    this.gateway = index;
    stocks = symbols.stream().mapToLong(s -> Ascii.pack(s, Ouch.STOCK_LENGTH)).toArray();
  }

  @Override
  protected Port openPort() {
    return load.connect(gateway, PORT_OPTIONS);
  }

  @Override
  protected long now() {
    return System.nanoTime();
  }

  /** Whether the next order may be sent now; if not, it stays due. */
  boolean isReady() {
    return isLoggedIn() && !isBlocked() && orders.size() - firstUnanswered < MOST_UNANSWERED;
  }

  /** Sends the next order; what the output does not take is sent again at the next login. */
  void order(long dueNanos, int phase) {
    int number = orders.size();
    fill(number);
    orders.add(new Sent(dueNanos, phase, enter.shares()));
    load.sent.increment();
    send(EnterOrder.LENGTH);
    if (number >= LIFE) {
      Sent old = orders.get(number - LIFE);
      if (old.accepted && old.open > 0) {
        cancel.encode(message, 0).token(high(number - LIFE), low(number - LIFE)).shares(0);
        send(CancelOrder.LENGTH);
      }
    }
  }

  boolean isClear() {
    return firstUnanswered == orders.size();
  }

  long unanswered() {
    return orders.stream().filter(order -> !order.answered).count();
  }

  /** Cancels what is open, as far as the output takes it; returns whether nothing is open. */
  boolean withdraw() {
    while (withdrawing < orders.size() && isLoggedIn() && !isBlocked()) {
      Sent order = orders.get(withdrawing);
      if (order.isOpen()) {
        cancel.encode(message, 0).token(high(withdrawing), low(withdrawing)).shares(0);
        if (!send(CancelOrder.LENGTH)) {
          break;
        }
        load.withdrawn.increment();
      }
      withdrawing++;
    }
    return withdrawing == orders.size() && open() == 0;
  }

  /** How many acknowledged orders were neither executed nor canceled in full. */
  long open() {
    return orders.stream().filter(Sent::isOpen).count();
  }

  /** The longest time without an answer since the last call. */
  long takeLongestGapNanos(long nowNanos) {
    long longest = Math.max(longestGapNanos, lastAnswerNanos == 0 ? 0 : nowNanos - lastAnswerNanos);
    longestGapNanos = 0;
    return longest;
  }

  /** From now on a gap counts. */
  void mark(long nowNanos) {
    lastAnswerNanos = nowNanos;
    longestGapNanos = 0;
  }

  /** Logs out for good. */
  void finish() {
    logout(System.nanoTime());
  }

  @Override
  protected void onConnectionOver() {
    gateway++; // the next one may be there
    if (!isLastConnection()) {
      load.disconnects.increment();
    }
  }

  // What the session says.

  @Override
  public void onLoggedIn(SoupClientSession client, String name, long nextSequence) {
    withdrawing = 0;
    // The service ignores what it has seen; so this need not wait for what is on its way.
    for (int number = firstUnanswered; number < orders.size(); number++) {
      if (!orders.get(number).answered) {
        fill(number);
        if (!send(EnterOrder.LENGTH)) {
          break;
        }
        load.resent.increment();
      }
    }
  }

  @Override
  public void onMessage(
      SoupClientSession client, long sequence, ByteBuffer buffer, int offset, int length) {
    switch (buffer.get(offset)) {
      case Ouch.ORDER_ACCEPTED -> {
        accepted.wrap(buffer, offset);
        Sent order = find(accepted.tokenHigh(), accepted.tokenLow());
        if (order == null) {
          return;
        }
        if (order.accepted) {
          load.duplicated.increment();
        } else {
          order.accepted = true;
          load.accepted.increment();
          answered(order);
        }
      }
      case Ouch.ORDER_REJECTED -> {
        rejected.wrap(buffer, offset);
        Sent order = find(rejected.tokenHigh(), rejected.tokenLow());
        if (order != null) {
          load.rejected.increment();
          answered(order);
        }
      }
      case Ouch.ORDER_EXECUTED -> {
        executed.wrap(buffer, offset);
        Sent order = find(executed.tokenHigh(), executed.tokenLow());
        if (order != null) {
          load.executed(executed.matchNumber(), executed.liquidity());
          take(order, executed.shares());
        }
      }
      case Ouch.ORDER_CANCELED -> {
        canceled.wrap(buffer, offset);
        Sent order = find(canceled.tokenHigh(), canceled.tokenLow());
        if (order != null) {
          take(order, canceled.shares());
        }
      }
      default -> {} // the day begins
    }
  }

  @Override
  public void onEnded(SoupClientSession client, SessionEnd reason, String detail) {
    if (reason == SessionEnd.NOT_AUTHORISED
        || reason == SessionEnd.SESSION_NOT_AVAILABLE
        || reason == SessionEnd.SEQUENCE_GAP) {
      load.fault(reason.text() + " " + detail);
    }
    super.onEnded(client, reason, detail);
  }

  private void take(Sent order, int shares) {
    order.open -= shares;
    if (order.open < 0) {
      load.duplicated.increment();
    }
  }

  private void answered(Sent order) {
    if (order.answered) {
      load.duplicated.increment();
      return;
    }
    order.answered = true;
    long now = System.nanoTime();
    load.roundTrip(order.phase, now - order.dueNanos);
    longestGapNanos = Math.max(longestGapNanos, now - lastAnswerNanos);
    lastAnswerNanos = now;
    while (firstUnanswered < orders.size() && orders.get(firstUnanswered).answered) {
      firstUnanswered++;
    }
  }

  private @Nullable Sent find(long high, long low) {
    long number = Token.number(high, low);
    if (number < 0 || number >= orders.size()) {
      load.fault("a message about an order that was never sent: " + Token.toString(high, low));
      return null;
    }
    return orders.get((int) number);
  }

  private void fill(int number) {
    int pair = number >> 1;
    int stock = (pair + index) % stocks.length;
    byte side = ((number ^ index) & 1) == 0 ? Ouch.BUY : Ouch.SELL;
    int middle = (100 + stock) * Ouch.PRICE_UNITS;
    int away = pair % 4 == 3 ? Ouch.PRICE_UNITS / 100 * (1 + pair % 7) : 0;
    enter
        .encode(message, 0)
        .token(high(number), low(number))
        .side(side)
        .stock(stocks[stock])
        .shares(LOT * (1 + (pair + index) % 5))
        .price(side == Ouch.BUY ? middle - away : middle + away)
        .timeInForce(Ouch.MARKET_HOURS)
        .plain();
  }

  private boolean send(int length) {
    return sendMessage(message, 0, length, System.nanoTime());
  }

  private static long high(long number) {
    return Token.numberedHigh(number);
  }

  private static long low(long number) {
    return Token.numberedLow(number);
  }
}
