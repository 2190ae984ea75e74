package dev.ioserver.examples.gateway.ouch;

/** The codes and limits of OUCH 4.2 that the messages share. */
public final class Ouch {

  /** Client: a new order. */
  public static final byte ENTER_ORDER = 'O';

  /** Client: cancel an order or part of it. */
  public static final byte CANCEL_ORDER = 'X';

  /** Client: replace an order by another. */
  public static final byte REPLACE_ORDER = 'U';

  /** Server: the day starts or ends. */
  public static final byte SYSTEM_EVENT = 'S';

  /** Server: an order was accepted. */
  public static final byte ORDER_ACCEPTED = 'A';

  /** Server: an order was executed, wholly or in part. */
  public static final byte ORDER_EXECUTED = 'E';

  /** Server: an order was canceled, wholly or in part. */
  public static final byte ORDER_CANCELED = 'C';

  /** Server: an order was replaced by another. */
  public static final byte ORDER_REPLACED = 'U';

  /** Server: an order was not accepted. */
  public static final byte ORDER_REJECTED = 'J';

  public static final byte BUY = 'B';
  public static final byte SELL = 'S';

  /** Liquidity of an execution: the order rested in the book. */
  public static final byte ADDED_LIQUIDITY = 'A';

  /** Liquidity of an execution: the order came in and met one that rested. */
  public static final byte REMOVED_LIQUIDITY = 'R';

  /** State of an accepted order: it may execute. */
  public static final byte LIVE = 'L';

  /** State of an accepted order: it was accepted and is gone already. */
  public static final byte DEAD = 'D';

  /** Cancel reason: the user asked for it. */
  public static final byte CANCELED_BY_USER = 'U';

  /** Cancel reason: the rest of an immediate-or-cancel order. */
  public static final byte CANCELED_IMMEDIATE = 'I';

  /** System event: the day starts. */
  public static final byte START_OF_DAY = 'S';

  /** System event: the day has ended. */
  public static final byte END_OF_DAY = 'E';

  /** Time in force: execute now what can be, cancel the rest. */
  public static final int IMMEDIATE_OR_CANCEL = 0;

  /** Time in force: until the market closes. */
  public static final int MARKET_HOURS = 99_998;

  /** Display: shown, with the firm's name. */
  public static final byte DISPLAY_ATTRIBUTABLE = 'A';

  /** Display: shown without a name. */
  public static final byte DISPLAY_ANONYMOUS = 'Y';

  /** BBO weight: not stated. */
  public static final byte NO_BBO_WEIGHT = ' ';

  /** How many price units make one unit of the currency: prices have 4 implied decimals. */
  public static final int PRICE_UNITS = 10_000;

  /** The highest price of an order, 199,999.99, in price units. */
  public static final int MAX_PRICE = 1_999_999_900;

  /** The largest order, in shares. */
  public static final int MAX_SHARES = 999_999;

  public static final int TOKEN_LENGTH = 14;
  public static final int STOCK_LENGTH = 8;
  public static final int FIRM_LENGTH = 4;

  /** The longest message that a client sends, in bytes. */
  public static final int MAX_CLIENT_MESSAGE_LENGTH = 49;

  /** The longest message that a server sends, in bytes. */
  public static final int MAX_SERVER_MESSAGE_LENGTH = 80;

  private Ouch() {}
}
