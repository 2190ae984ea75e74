package dev.ioserver.examples.gateway.ouch;

import java.nio.ByteBuffer;

/**
 * What is wrong with a message as a whole; {@link #NONE} if nothing is.
 *
 * <p>A client's message like that cannot be answered with a rejection, since not even its token can
 * be relied on; the client does not speak the protocol. What may be wrong with the fields of a
 * whole message is the matter of {@link OrderChecks}.
 */
public enum OuchFault {
  NONE("well formed"),
  EMPTY("empty message"),
  TOO_SHORT("too short for its type"),
  TOO_LONG("too long for its type"),
  UNKNOWN_TYPE("unknown message type");

  private final String text;

  OuchFault(String text) {
    this.text = text;
  }

  /** Returns the fault in words, for a log. */
  public String text() {
    return text;
  }

  /** Checks type and length of a message from a client. */
  public static OuchFault ofClientMessage(ByteBuffer buffer, int offset, int length) {
    if (length == 0) {
      return EMPTY;
    }
    return switch (buffer.get(offset)) {
      case Ouch.ENTER_ORDER -> ofLength(length, EnterOrder.LENGTH);
      case Ouch.CANCEL_ORDER -> ofLength(length, CancelOrder.LENGTH);
      case Ouch.REPLACE_ORDER -> ofLength(length, ReplaceOrder.LENGTH);
      default -> UNKNOWN_TYPE;
    };
  }

  /** Checks type and length of a message from a server. */
  public static OuchFault ofServerMessage(ByteBuffer buffer, int offset, int length) {
    if (length == 0) {
      return EMPTY;
    }
    return switch (buffer.get(offset)) {
      case Ouch.SYSTEM_EVENT -> ofLength(length, SystemEvent.LENGTH);
      case Ouch.ORDER_ACCEPTED -> ofLength(length, OrderAccepted.LENGTH);
      case Ouch.ORDER_EXECUTED -> ofLength(length, OrderExecuted.LENGTH);
      case Ouch.ORDER_CANCELED -> ofLength(length, OrderCanceled.LENGTH);
      case Ouch.ORDER_REPLACED -> ofLength(length, OrderReplaced.LENGTH);
      case Ouch.ORDER_REJECTED -> ofLength(length, OrderRejected.LENGTH);
      default -> UNKNOWN_TYPE;
    };
  }

  private static OuchFault ofLength(int length, int expected) {
    if (length == expected) {
      return NONE;
    }
    return length < expected ? TOO_SHORT : TOO_LONG;
  }
}
