package dev.ioserver.examples.feed.itch;

/**
 * A stock is traded today, under a number that all messages name. 39 bytes. Belongs to one thread.
 */
public final class StockDirectory extends ItchMessage<StockDirectory> {

  public static final int LENGTH = 39;

  static final int STOCK_OFFSET = 11;

  /** A flyweight that is nowhere yet. */
  public StockDirectory() {
    super(Itch.STOCK_DIRECTORY);
  }

  @Override
  StockDirectory self() {
    return this;
  }

  /** Returns the stock's symbol, packed. */
  public long stock() {
    return getLong(STOCK_OFFSET);
  }

  public StockDirectory stock(long value) {
    putLong(STOCK_OFFSET, value);
    return this;
  }

  /**
   * Sets all that this exchange has nothing to say about to what an ordinary share has: a common
   * stock, round lots of 100 and odd lots, in good order, no fund.
   */
  public StockDirectory plain() {
    putByte(19, (byte) 'Q'); // listed on the Global Select Market
    putByte(20, (byte) 'N'); // in good order
    putInt(21, 100);
    putByte(25, (byte) 'N'); // not in round lots alone
    putByte(26, (byte) 'C'); // common stock
    putByte(27, (byte) 'Z'); // of no special kind: "Z " is not applicable
    putByte(28, (byte) ' ');
    putByte(29, (byte) 'T'); // a test: nobody trades here
    putByte(30, (byte) 'N'); // no restriction of short sales
    putByte(31, (byte) 'N'); // not set up for an initial offering
    putByte(32, (byte) '1'); // a price band of the first tier
    putByte(33, (byte) 'N'); // no exchange-traded product
    putInt(34, 0);
    putByte(38, (byte) 'N'); // nor an inverse one
    return this;
  }
}
