package dev.ioserver.examples.gateway.ouch;

/** Why an order is rejected: the reason characters of OUCH 4.2 that this exchange gives. */
public final class RejectReason {

  /** Not a reason: nothing is wrong with the message. */
  public static final byte NONE = 0;

  /** Unknown or malformed stock. */
  public static final byte INVALID_STOCK = 'S';

  /** Price zero, negative or above {@link Ouch#MAX_PRICE}. */
  public static final byte INVALID_PRICE = 'X';

  /** Shares outside 1 to {@link Ouch#MAX_SHARES}. */
  public static final byte INVALID_SHARES = 'Z';

  /** Any minimum quantity but 0: this exchange has none. */
  public static final byte INVALID_MINIMUM_QUANTITY = 'N';

  /** A display type that this exchange does not have, or none at all. */
  public static final byte INVALID_DISPLAY = 'D';

  /** The market is closed. */
  public static final byte CLOSED = 'C';

  /** Anything else: bad side, blank or used token, no such order, book full. */
  public static final byte OTHER = 'O';

  private RejectReason() {}

  /** Returns the reason in words, for a log. */
  public static String text(byte reason) {
    return switch (reason) {
      case NONE -> "none";
      case INVALID_STOCK -> "invalid stock";
      case INVALID_PRICE -> "invalid price";
      case INVALID_SHARES -> "invalid number of shares";
      case INVALID_MINIMUM_QUANTITY -> "invalid minimum quantity";
      case INVALID_DISPLAY -> "invalid display type";
      case CLOSED -> "market closed";
      case OTHER -> "other";
      default -> "unknown reason " + reason;
    };
  }
}
