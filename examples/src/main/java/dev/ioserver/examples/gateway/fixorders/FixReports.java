package dev.ioserver.examples.gateway.fixorders;

import dev.ioserver.examples.gateway.fix.FixReader;
import dev.ioserver.examples.gateway.fix.FixTag;
import dev.ioserver.examples.gateway.fix.FixType;
import dev.ioserver.examples.gateway.fix.FixWriter;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes ExecutionReports and OrderCancelRejects for one client. Belongs to one thread. */
final class FixReports {

  // Values of ExecType (150) that are not those of OrdStatus (39).
  private static final byte EXEC_REPLACED = '5';
  private static final byte EXEC_TRADE = 'F';

  // Values of CxlRejReason (102).
  static final int TOO_LATE = 0;
  static final int UNKNOWN_ORDER = 1;
  static final int ALREADY_PENDING = 3;
  static final int DUPLICATE_ID = 6;
  static final int OTHER_CHANGE = 99;

  // Values of OrdRejReason (103).
  static final int UNKNOWN_SYMBOL = 1;
  static final int CLOSED = 2;
  static final int DUPLICATE_ORDER = 6;
  static final int UNSUPPORTED = 11;
  static final int INCORRECT_QUANTITY = 13;
  static final int OTHER = 99;

  /** OrdStatus of an order that the exchange has not answered yet. */
  private static final byte PENDING_NEW = 'A';

  private static final byte LIMIT = '2';
  private static final int LONGEST = 1024;
  private static final int AVERAGE_DECIMALS = 6;

  /** From ten-thousandths to units of the last decimal of an average. */
  private static final long AVERAGE_UNITS = 100;

  private final FixPublisher publisher;
  private final LongSupplier clock;
  private final FixWriter out = new FixWriter(LONGEST);
  private long reports;

  /**
   * Creates a writer.
   *
   * @param clock milliseconds since 1970
   */
  FixReports(FixPublisher publisher, LongSupplier clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  boolean accepted(FixRequest order) {
    return publish(begin(order, order.current, null, FixRequest.NEW));
  }

  boolean executed(FixRequest order, int shares, int price, boolean added) {
    begin(order, order.current, null, EXEC_TRADE);
    out.number(FixTag.LAST_QTY, shares)
        .price(FixTag.LAST_PX, price)
        .number(FixTag.LAST_LIQUIDITY_IND, added ? 1 : 2);
    return publish(out);
  }

  /** An order is gone; {@code request} is the cancel that has done it, or null. */
  boolean canceled(FixRequest order, @Nullable FixRequest request) {
    return publish(
        request == null
            ? begin(order, order.current, null, FixRequest.CANCELED)
            : begin(order, request, order.current, FixRequest.CANCELED));
  }

  /** An order is another one now; {@code previous} is what it was before. */
  boolean replaced(FixRequest order, FixRequest previous) {
    return publish(begin(order, order.current, previous, EXEC_REPLACED));
  }

  /** The exchange does not take an order that was sent to it. */
  boolean rejected(FixRequest order, int reason, String text) {
    begin(order, order, null, FixRequest.REJECTED);
    return publish(out.number(FixTag.ORD_REJ_REASON, reason).text(FixTag.TEXT, text));
  }

  /** An order is not even sent to the exchange. */
  void rejected(FixReader message, int reason, String text) {
    out.clear().text(FixTag.ORDER_ID, "NONE").number(FixTag.EXEC_ID, ++reports);
    copy(message, FixTag.CL_ORD_ID);
    out.character(FixTag.EXEC_TYPE, FixRequest.REJECTED)
        .character(FixTag.ORD_STATUS, FixRequest.REJECTED);
    copy(message, FixTag.SYMBOL);
    copy(message, FixTag.SIDE);
    copy(message, FixTag.ORDER_QTY);
    out.number(FixTag.LEAVES_QTY, 0)
        .number(FixTag.CUM_QTY, 0)
        .number(FixTag.AVG_PX, 0)
        .time(FixTag.TRANSACT_TIME, clock.getAsLong())
        .number(FixTag.ORD_REJ_REASON, reason)
        .text(FixTag.TEXT, text);
    publish(out);
  }

  /** A cancel or replacement that was sent to the exchange comes to nothing. */
  boolean changeRejected(FixRequest request, boolean isReplacement, int reason, String text) {
    FixRequest order = request.order;
    out.clear();
    orderId(order);
    id(FixTag.CL_ORD_ID, request);
    id(FixTag.ORIG_CL_ORD_ID, order.current);
    return changeRejected(status(order), isReplacement, reason, text);
  }

  /** A cancel or replacement is not even sent to the exchange. */
  void changeRejected(
      FixReader message,
      @Nullable FixRequest order,
      boolean isReplacement,
      int reason,
      String text) {
    out.clear();
    orderId(order);
    copy(message, FixTag.CL_ORD_ID);
    copy(message, FixTag.ORIG_CL_ORD_ID);
    byte status = order == null ? FixRequest.REJECTED : status(order);
    changeRejected(status, isReplacement, reason, text);
  }

  private boolean changeRejected(byte status, boolean isReplacement, int reason, String text) {
    out.character(FixTag.ORD_STATUS, status)
        .number(FixTag.CXL_REJ_RESPONSE_TO, isReplacement ? 2 : 1)
        .number(FixTag.CXL_REJ_REASON, reason)
        .time(FixTag.TRANSACT_TIME, clock.getAsLong())
        .text(FixTag.TEXT, text);
    return publisher.publish(FixType.ORDER_CANCEL_REJECT, out);
  }

  private FixWriter begin(
      FixRequest order, FixRequest id, @Nullable FixRequest original, byte execType) {
    out.clear();
    orderId(order);
    out.number(FixTag.EXEC_ID, ++reports);
    id(FixTag.CL_ORD_ID, id);
    if (original != null) {
      id(FixTag.ORIG_CL_ORD_ID, original);
    }
    return out.character(FixTag.EXEC_TYPE, execType)
        .character(FixTag.ORD_STATUS, status(order))
        .packed(FixTag.SYMBOL, order.symbol)
        .character(FixTag.SIDE, order.side)
        .number(FixTag.ORDER_QTY, order.current.quantity)
        .character(FixTag.ORD_TYPE, LIMIT)
        .price(FixTag.PRICE, order.current.price)
        .character(FixTag.TIME_IN_FORCE, order.timeInForce)
        .number(FixTag.LEAVES_QTY, order.open)
        .number(FixTag.CUM_QTY, order.executed)
        .decimal(FixTag.AVG_PX, average(order), AVERAGE_DECIMALS)
        .time(FixTag.TRANSACT_TIME, clock.getAsLong());
  }

  private static long average(FixRequest order) {
    return order.executed == 0 ? 0 : order.notional * AVERAGE_UNITS / order.executed;
  }

  private static byte status(FixRequest order) {
    return order.status == FixRequest.PENDING ? PENDING_NEW : order.status;
  }

  private void orderId(@Nullable FixRequest order) {
    if (order == null || order.reference == 0) {
      out.text(FixTag.ORDER_ID, "NONE");
    } else {
      out.number(FixTag.ORDER_ID, order.reference);
    }
  }

  private void id(int tag, FixRequest request) {
    out.packed(tag, request.idFirst, request.idSecond, request.idThird);
  }

  /** A field of the client's, as far as it can be repeated. */
  private void copy(FixReader message, int tag) {
    if (message.has(tag)) {
      out.text(tag, message.text(tag));
    }
  }

  private boolean publish(FixWriter report) {
    return publisher.publish(FixType.EXECUTION_REPORT, report);
  }
}
