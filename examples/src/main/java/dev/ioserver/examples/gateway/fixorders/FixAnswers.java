package dev.ioserver.examples.gateway.fixorders;

import dev.ioserver.examples.gateway.ouch.OrderAccepted;
import dev.ioserver.examples.gateway.ouch.OrderCanceled;
import dev.ioserver.examples.gateway.ouch.OrderExecuted;
import dev.ioserver.examples.gateway.ouch.OrderRejected;
import dev.ioserver.examples.gateway.ouch.OrderReplaced;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.RejectReason;
import dev.ioserver.examples.gateway.ouch.Token;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Applies what the exchange says to the requests of one client, and tells the client. Belongs to
 * one thread.
 */
final class FixAnswers {

  private final RequestTable requests;
  private final FixReports reports;
  private final OrderAccepted accepted = new OrderAccepted();
  private final OrderExecuted executed = new OrderExecuted();
  private final OrderCanceled canceled = new OrderCanceled();
  private final OrderReplaced replaced = new OrderReplaced();
  private final OrderRejected rejected = new OrderRejected();

  FixAnswers(RequestTable requests, FixReports reports) {
    this.requests = requests;
    this.reports = reports;
  }

  /** Deals with one OUCH message; returns false if what the client is told of it was lost. */
  boolean onAnswer(ByteBuffer message, int offset) {
    return switch (message.get(offset)) {
      case Ouch.ORDER_ACCEPTED -> on(accepted.wrap(message, offset));
      case Ouch.ORDER_EXECUTED -> on(executed.wrap(message, offset));
      case Ouch.ORDER_CANCELED -> on(canceled.wrap(message, offset));
      case Ouch.ORDER_REPLACED -> on(replaced.wrap(message, offset));
      case Ouch.ORDER_REJECTED -> on(rejected.wrap(message, offset));
      default -> true; // the day begins or ends: FIX has Logon and Logout for that
    };
  }

  private boolean on(OrderAccepted message) {
    FixRequest order = request(message.tokenHigh(), message.tokenLow());
    order.status = FixRequest.NEW;
    order.reference = message.orderReference();
    return reports.accepted(order);
  }

  private boolean on(OrderExecuted message) {
    FixRequest order = request(message.tokenHigh(), message.tokenLow()).order;
    order.executed += message.shares();
    order.notional += (long) message.shares() * message.price();
    order.open -= message.shares();
    order.status = order.open == 0 ? FixRequest.FILLED : FixRequest.PARTIALLY_FILLED;
    boolean added = message.liquidity() == Ouch.ADDED_LIQUIDITY;
    boolean told = reports.executed(order, message.shares(), message.price(), added);
    return tooLate(order) && told;
  }

  private boolean on(OrderCanceled message) {
    FixRequest order = request(message.tokenHigh(), message.tokenLow()).order;
    order.open = 0;
    order.status = FixRequest.CANCELED;
    boolean byUser = message.reason() == Ouch.CANCELED_BY_USER;
    FixRequest request = byUser ? takeChange(order) : null;
    boolean told = reports.canceled(order, request);
    return tooLate(order) && told;
  }

  private boolean on(OrderReplaced message) {
    FixRequest request = request(message.tokenHigh(), message.tokenLow());
    FixRequest order = request.order;
    FixRequest previous = order.current;
    order.change = null;
    order.current = request;
    order.open = message.shares();
    // What was executed while the replacement was under way comes on top of it.
    request.quantity = order.executed + order.open;
    order.status = order.openStatus();
    return reports.replaced(order, previous);
  }

  private boolean on(OrderRejected message) {
    FixRequest request = request(message.tokenHigh(), message.tokenLow());
    FixRequest order = request.order;
    String text = RejectReason.text(message.reason());
    if (request == order) {
      order.status = FixRequest.REJECTED;
      order.open = 0;
      boolean told = reports.rejected(order, reason(message.reason()), text);
      return tooLate(order) && told;
    }
    if (order.change != request) {
      return true; // the order was gone before, and the client knows
    }
    order.change = null;
    return reports.changeRejected(request, true, FixReports.OTHER_CHANGE, text);
  }

  /**
   * An order that is gone cannot be changed any more: the book has dealt with that before it saw
   * the change, and says nothing of a cancel that comes too late.
   */
  private boolean tooLate(FixRequest order) {
    FixRequest request = order.isOpen() ? null : takeChange(order);
    return request == null
        || reports.changeRejected(request, request.quantity != 0, FixReports.TOO_LATE, "too late");
  }

  private static @Nullable FixRequest takeChange(FixRequest order) {
    FixRequest request = order.change;
    order.change = null;
    return request;
  }

  private FixRequest request(long tokenHigh, long tokenLow) {
    return Objects.requireNonNull(
        requests.get(Token.number(tokenHigh, tokenLow)), "an answer without a request");
  }

  private static int reason(byte ouch) {
    return switch (ouch) {
      case RejectReason.INVALID_STOCK -> FixReports.UNKNOWN_SYMBOL;
      case RejectReason.INVALID_SHARES -> FixReports.INCORRECT_QUANTITY;
      case RejectReason.CLOSED -> FixReports.CLOSED;
      default -> FixReports.OTHER;
    };
  }
}
