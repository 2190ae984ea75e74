package dev.ioserver.examples.feed.itch;

import java.nio.ByteBuffer;

/** The codes of ITCH 5.0 that the messages share. */
public final class Itch {

  /** A day or its trading hours start or end. */
  public static final byte SYSTEM_EVENT = 'S';

  /** A stock is traded, and has a number from now on. */
  public static final byte STOCK_DIRECTORY = 'R';

  /** An order rests. */
  public static final byte ADD_ORDER = 'A';

  /** A resting order was executed, at its own price. */
  public static final byte ORDER_EXECUTED = 'E';

  /** A resting order was canceled in part. */
  public static final byte ORDER_CANCEL = 'X';

  /** A resting order is gone. */
  public static final byte ORDER_DELETE = 'D';

  /** Another order rests in the stead of one that is gone. */
  public static final byte ORDER_REPLACE = 'U';

  /** System event: the first message of the day. */
  public static final byte START_OF_MESSAGES = 'O';

  /** System event: orders are taken. */
  public static final byte START_OF_SYSTEM_HOURS = 'S';

  /** System event: the market is open. */
  public static final byte START_OF_MARKET_HOURS = 'Q';

  /** System event: the market is closed. */
  public static final byte END_OF_MARKET_HOURS = 'M';

  /** System event: no more orders are taken. */
  public static final byte END_OF_SYSTEM_HOURS = 'E';

  /** System event: the last message of the day. */
  public static final byte END_OF_MESSAGES = 'C';

  public static final byte BUY = 'B';
  public static final byte SELL = 'S';

  /** The longest message that the feed has, in bytes. */
  public static final int MAX_MESSAGE_LENGTH = StockDirectory.LENGTH;

  private Itch() {}

  /** Returns whether a message is one of those above, and as long as its type says. */
  public static boolean isValid(ByteBuffer buffer, int offset, int length) {
    return length > 0 && length == length(buffer.get(offset));
  }

  /** Returns how long a message of a type is, or -1 for any other type. */
  private static int length(byte type) {
    return switch (type) {
      case SYSTEM_EVENT -> SystemEvent.LENGTH;
      case STOCK_DIRECTORY -> StockDirectory.LENGTH;
      case ADD_ORDER -> AddOrder.LENGTH;
      case ORDER_EXECUTED -> OrderExecuted.LENGTH;
      case ORDER_CANCEL -> OrderCancel.LENGTH;
      case ORDER_DELETE -> OrderDelete.LENGTH;
      case ORDER_REPLACE -> OrderReplace.LENGTH;
      default -> -1;
    };
  }
}
