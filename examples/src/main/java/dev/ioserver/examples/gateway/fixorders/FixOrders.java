package dev.ioserver.examples.gateway.fixorders;

import dev.ioserver.examples.gateway.fix.FixFault;
import dev.ioserver.examples.gateway.fix.FixReader;
import dev.ioserver.examples.gateway.fix.FixSession;
import dev.ioserver.examples.gateway.fix.FixTag;
import dev.ioserver.examples.gateway.fix.FixType;
import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import dev.ioserver.examples.gateway.ouch.Token;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one client's day, between FIX and OUCH. Requests come from a session, and answers
 * of the exchange at any time. Belongs to one thread.
 */
public final class FixOrders {

  /** The longest ClOrdID. */
  public static final int MAX_ID = 3 * Long.BYTES;

  // Values of BusinessRejectReason (380).
  private static final int UNSUPPORTED_TYPE = 3;
  private static final int CONDITIONALLY_MISSING = 5;

  // Values of Side (54), OrdType (40) and TimeInForce (59).
  private static final byte BUY = '1';
  private static final byte SELL = '2';
  private static final byte LIMIT = '2';
  private static final byte DAY = '0';
  private static final byte IMMEDIATE_OR_CANCEL = '3';

  private static final int[] NEW_ORDER = {
    FixTag.CL_ORD_ID, FixTag.SYMBOL, FixTag.SIDE, FixTag.TRANSACT_TIME, FixTag.ORD_TYPE
  };
  private static final int[] CANCEL = {
    FixTag.ORIG_CL_ORD_ID, FixTag.CL_ORD_ID, FixTag.SIDE, FixTag.TRANSACT_TIME
  };
  private static final int[] REPLACE = {
    FixTag.ORIG_CL_ORD_ID, FixTag.CL_ORD_ID, FixTag.SIDE, FixTag.TRANSACT_TIME, FixTag.ORD_TYPE
  };

  private final RequestTable requests;
  private final FixReports reports;
  private final FixAnswers answers;
  private final ByteBuffer ouch = ByteBuffer.allocate(Ouch.MAX_CLIENT_MESSAGE_LENGTH);
  private final EnterOrder enterOrder = new EnterOrder();
  private final CancelOrder cancelOrder = new CancelOrder();
  private final ReplaceOrder replaceOrder = new ReplaceOrder();

  /**
   * Creates a client's day without orders.
   *
   * @param clock milliseconds since 1970
   * @param maxRequests how many the client may send
   */
  public FixOrders(FixPublisher publisher, LongSupplier clock, int maxRequests) {
    requests = new RequestTable(maxRequests);
    reports = new FixReports(publisher, clock);
    answers = new FixAnswers(requests, reports);
  }

  /**
   * Deals with a message of the client.
   *
   * @param session answers what is no order at all
   * @return the length of the message for the exchange that lies in {@link #ouch()}; 0 if there is
   *     none, and the client has its answer
   */
  public int onMessage(FixSession session, FixReader message) {
    return switch (message.type()) {
      case FixType.NEW_ORDER_SINGLE ->
          has(session, message, NEW_ORDER) ? enter(session, message) : 0;
      case FixType.ORDER_CANCEL_REQUEST -> has(session, message, CANCEL) ? cancel(message) : 0;
      case FixType.ORDER_CANCEL_REPLACE_REQUEST ->
          has(session, message, REPLACE) ? replace(session, message) : 0;
      default -> {
        session.rejectBusiness(UNSUPPORTED_TYPE, "only D, F and G are understood here");
        yield 0;
      }
    };
  }

  /** The message for the exchange, from 0. */
  public ByteBuffer ouch() {
    return ouch;
  }

  /**
   * Deals with a message of the exchange.
   *
   * @return false if what the client is told of it was lost
   */
  public boolean onAnswer(ByteBuffer message, int offset) {
    return answers.onAnswer(message, offset);
  }

  private static boolean has(FixSession session, FixReader message, int[] tags) {
    for (int tag : tags) {
      if (!message.has(tag)) {
        session.reject(FixFault.MISSING, tag, "");
        return false;
      }
    }
    if (message.time(FixTag.TRANSACT_TIME) < 0) {
      session.reject(FixFault.INCORRECT_FORMAT, FixTag.TRANSACT_TIME, "");
      return false;
    }
    return true;
  }

  private int enter(FixSession session, FixReader message) {
    if (!hasTerms(session, message)) {
      return 0;
    }
    long quantity = message.decimal(FixTag.ORDER_QTY, 0);
    long price = message.decimal(FixTag.PRICE, 4);
    byte side = message.character(FixTag.SIDE);
    byte timeInForce = timeInForce(message);
    if (isIdUnfit(message)) {
      reports.rejected(message, FixReports.OTHER, idText());
    } else if (find(message, FixTag.CL_ORD_ID) != null) {
      reports.rejected(message, FixReports.DUPLICATE_ORDER, "ClOrdID (11) was used before");
    } else if (requests.isFull()) {
      reports.rejected(message, FixReports.OTHER, "too many orders in a day");
    } else if (message.character(FixTag.ORD_TYPE) != LIMIT) {
      reports.rejected(message, FixReports.UNSUPPORTED, "OrdType (40) must be 2, limit");
    } else if (side != BUY && side != SELL) {
      reports.rejected(message, FixReports.UNSUPPORTED, "Side (54) must be 1, buy, or 2, sell");
    } else if (timeInForce == 0) {
      reports.rejected(message, FixReports.UNSUPPORTED, timeInForceText());
    } else if (!message.isWord(FixTag.SYMBOL) || message.length(FixTag.SYMBOL) > Long.BYTES) {
      reports.rejected(message, FixReports.UNKNOWN_SYMBOL, "unknown symbol");
    } else if (!isQuantity(quantity)) {
      reports.rejected(message, FixReports.INCORRECT_QUANTITY, quantityText());
    } else if (!isPrice(price)) {
      reports.rejected(message, FixReports.OTHER, priceText());
    } else {
      FixRequest order = add(message);
      order.symbol = message.packed(FixTag.SYMBOL, 0);
      order.side = side;
      order.timeInForce = timeInForce;
      order.quantity = (int) quantity;
      order.price = (int) price;
      order.open = (int) quantity;
      enterOrder
          .encode(ouch, 0)
          .plain()
          .token(Token.numberedHigh(order.number), Token.numberedLow(order.number))
          .side(side == BUY ? Ouch.BUY : Ouch.SELL)
          .shares(order.quantity)
          .stock(order.symbol)
          .price(order.price)
          .timeInForce(ouchTimeInForce(order));
      return EnterOrder.LENGTH;
    }
    return 0;
  }

  private int cancel(FixReader message) {
    FixRequest order = findOrder(message);
    if (order == null || !isChangeable(message, order, false)) {
      return 0;
    }
    FixRequest request = add(message);
    request.order = order;
    order.change = request;
    long token = order.current.number;
    cancelOrder
        .encode(ouch, 0)
        .token(Token.numberedHigh(token), Token.numberedLow(token))
        .shares(0);
    return CancelOrder.LENGTH;
  }

  private int replace(FixSession session, FixReader message) {
    FixRequest order = findOrder(message);
    if (!hasTerms(session, message) || order == null || !isChangeable(message, order, true)) {
      return 0;
    }
    long quantity = message.decimal(FixTag.ORDER_QTY, 0);
    long price = message.decimal(FixTag.PRICE, 4);
    if (message.character(FixTag.ORD_TYPE) != LIMIT) {
      rejectChange(message, order, true, "OrdType (40) must be 2, limit");
    } else if (message.has(FixTag.TIME_IN_FORCE) && timeInForce(message) != order.timeInForce) {
      rejectChange(message, order, true, "TimeInForce (59) must stay as it is");
    } else if (!isQuantity(quantity)) {
      rejectChange(message, order, true, quantityText());
    } else if (quantity <= order.executed) {
      rejectChange(message, order, true, "OrderQty (38) must be more than is executed");
    } else if (!isPrice(price)) {
      rejectChange(message, order, true, priceText());
    } else {
      FixRequest request = add(message);
      request.order = order;
      request.quantity = (int) quantity;
      request.price = (int) price;
      long token = order.current.number;
      order.change = request;
      replaceOrder
          .encode(ouch, 0)
          .plain()
          .existingToken(Token.numberedHigh(token), Token.numberedLow(token))
          .token(Token.numberedHigh(request.number), Token.numberedLow(request.number))
          .shares(request.quantity - order.executed)
          .price(request.price)
          .timeInForce(ouchTimeInForce(order));
      return ReplaceOrder.LENGTH;
    }
    return 0;
  }

  /** Quantity and price are there: a limit order has both. */
  private static boolean hasTerms(FixSession session, FixReader message) {
    if (!message.has(FixTag.ORDER_QTY)) {
      session.rejectBusiness(CONDITIONALLY_MISSING, "OrderQty (38) is missing");
      return false;
    }
    if (message.character(FixTag.ORD_TYPE) == LIMIT && !message.has(FixTag.PRICE)) {
      session.rejectBusiness(CONDITIONALLY_MISSING, "Price (44) is missing");
      return false;
    }
    return true;
  }

  /** The order that a request is about; null, and an answer, if there is none. */
  private @Nullable FixRequest findOrder(FixReader message) {
    boolean isReplacement = message.type() == FixType.ORDER_CANCEL_REPLACE_REQUEST;
    FixRequest named =
        message.length(FixTag.ORIG_CL_ORD_ID) > MAX_ID
            ? null
            : find(message, FixTag.ORIG_CL_ORD_ID);
    if (named == null || named.order.current != named) {
      reports.changeRejected(
          message,
          null,
          isReplacement,
          FixReports.UNKNOWN_ORDER,
          "OrigClOrdID (41) must be the last ClOrdID of an order that was accepted");
      return null;
    }
    return named.order;
  }

  private boolean isChangeable(FixReader message, FixRequest order, boolean isReplacement) {
    int reason = FixReports.OTHER_CHANGE;
    String wrong = "";
    if (isIdUnfit(message)) {
      wrong = idText();
    } else if (find(message, FixTag.CL_ORD_ID) != null) {
      reason = FixReports.DUPLICATE_ID;
      wrong = "ClOrdID (11) was used before";
    } else if (requests.isFull()) {
      wrong = "too many orders in a day";
    } else if (message.character(FixTag.SIDE) != order.side
        || (message.has(FixTag.SYMBOL)
            && (message.length(FixTag.SYMBOL) > Long.BYTES
                || message.packed(FixTag.SYMBOL, 0) != order.symbol))) {
      wrong = "Side (54) and Symbol (55) must be those of the order";
    } else if (!order.isOpen()) {
      reason = FixReports.TOO_LATE;
      wrong = "too late";
    } else if (order.change != null) {
      reason = FixReports.ALREADY_PENDING;
      wrong = "another change of the order is under way";
    }
    if (wrong.isEmpty()) {
      return true;
    }
    reports.changeRejected(message, order, isReplacement, reason, wrong);
    return false;
  }

  private void rejectChange(
      FixReader message, FixRequest order, boolean isReplacement, String text) {
    reports.changeRejected(message, order, isReplacement, FixReports.OTHER_CHANGE, text);
  }

  private FixRequest add(FixReader message) {
    return requests.add(
        message.packed(FixTag.CL_ORD_ID, 0),
        message.packed(FixTag.CL_ORD_ID, Long.BYTES),
        message.packed(FixTag.CL_ORD_ID, 2 * Long.BYTES));
  }

  private @Nullable FixRequest find(FixReader message, int tag) {
    return requests.find(
        message.packed(tag, 0),
        message.packed(tag, Long.BYTES),
        message.packed(tag, 2 * Long.BYTES));
  }

  private static boolean isIdUnfit(FixReader message) {
    return message.length(FixTag.CL_ORD_ID) > MAX_ID || !message.isWord(FixTag.CL_ORD_ID);
  }

  private static String idText() {
    return "ClOrdID (11) must be 1 to " + MAX_ID + " characters without spaces";
  }

  /** Day if nothing is said; 0 for one that this exchange does not have. */
  private static byte timeInForce(FixReader message) {
    if (!message.has(FixTag.TIME_IN_FORCE)) {
      return DAY;
    }
    byte value = message.character(FixTag.TIME_IN_FORCE);
    return value == DAY || value == IMMEDIATE_OR_CANCEL ? value : 0;
  }

  private static String timeInForceText() {
    return "TimeInForce (59) must be 0, day, or 3, immediate or cancel";
  }

  private static int ouchTimeInForce(FixRequest order) {
    return order.timeInForce == IMMEDIATE_OR_CANCEL ? Ouch.IMMEDIATE_OR_CANCEL : Ouch.MARKET_HOURS;
  }

  private static boolean isQuantity(long value) {
    return value >= 1 && value <= Ouch.MAX_SHARES;
  }

  private static String quantityText() {
    return "OrderQty (38) must be 1 to " + Ouch.MAX_SHARES + ", without a fraction";
  }

  private static boolean isPrice(long value) {
    return value >= 1 && value <= Ouch.MAX_PRICE;
  }

  private static String priceText() {
    return "Price (44) must be 0.0001 to 199999.99, with up to four decimals";
  }
}
