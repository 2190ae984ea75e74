package dev.ioserver.examples.gateway.market;

import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.OrderChecks;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.examples.gateway.ouch.RejectReason;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import dev.ioserver.examples.gateway.ouch.TokenMap;
import java.nio.ByteBuffer;

/**
 * Finds the stock that each message of one client is for.
 *
 * <p>Only a new order names its stock. Cancels and replacements name a token, so the router keeps
 * every token of the client's day, which also tells when one is used twice. It belongs to a user
 * rather than a connection, since tokens outlive reconnects.
 *
 * <p>A rejected new order leaves its token free if the router rejects it; once a message is on its
 * way to a book, its token is used up. Belongs to one thread; allocates only when the map of tokens
 * grows.
 */
public final class OrderRouter {

  /** The message is not OUCH; {@link #fault} says why. */
  public static final int FAULT = -1;

  /** The message is to be answered with a rejection; see {@link #rejectReason}. */
  public static final int REJECTED = -2;

  /** The message is to be ignored: a cancel for a token that was never used. */
  public static final int IGNORED = -3;

  private final long[] stocks;
  private final TokenMap tokens;
  private final EnterOrder enterOrder = new EnterOrder();
  private final CancelOrder cancelOrder = new CancelOrder();
  private final ReplaceOrder replaceOrder = new ReplaceOrder();
  private OuchFault fault = OuchFault.NONE;
  private byte rejectReason = RejectReason.NONE;
  private long tokenHigh;
  private long tokenLow;

  /**
   * Creates a router.
   *
   * @param stocks the symbols traded, packed; searched from the start, so meant for a few dozen
   * @param maxTokens how many orders and replacements the client may send in a day
   */
  public OrderRouter(long[] stocks, int maxTokens) {
    this.stocks = stocks.clone();
    this.tokens = new TokenMap(maxTokens);
  }

  /**
   * Routes a message.
   *
   * @return the index of the message's stock, or {@link #FAULT}, {@link #REJECTED}, {@link
   *     #IGNORED}
   */
  public int route(ByteBuffer buffer, int offset, int length) {
    fault = OuchFault.ofClientMessage(buffer, offset, length);
    rejectReason = RejectReason.NONE;
    if (fault != OuchFault.NONE) {
      return FAULT;
    }
    return switch (buffer.get(offset)) {
      case Ouch.ENTER_ORDER -> route(enterOrder.wrap(buffer, offset));
      case Ouch.CANCEL_ORDER -> route(cancelOrder.wrap(buffer, offset));
      case Ouch.REPLACE_ORDER -> route(replaceOrder.wrap(buffer, offset));
      default -> throw new AssertionError("type " + buffer.get(offset));
    };
  }

  /** Returns what was wrong with the last message as a whole. */
  public OuchFault fault() {
    return fault;
  }

  /** Returns why the last message was rejected. */
  public byte rejectReason() {
    return rejectReason;
  }

  /** Returns the first half of the token that the rejection is about. */
  public long tokenHigh() {
    return tokenHigh;
  }

  /** Returns the second half of the token that the rejection is about. */
  public long tokenLow() {
    return tokenLow;
  }

  private int route(EnterOrder order) {
    tokenHigh = order.tokenHigh();
    tokenLow = order.tokenLow();
    byte reason = OrderChecks.check(order);
    if (reason != RejectReason.NONE) {
      return reject(reason);
    }
    int stock = indexOf(order.stock());
    return stock < 0 ? reject(RejectReason.INVALID_STOCK) : use(stock);
  }

  private int route(CancelOrder order) {
    int stock = tokens.get(order.tokenHigh(), order.tokenLow());
    return stock == TokenMap.ABSENT ? IGNORED : stock;
  }

  private int route(ReplaceOrder order) {
    tokenHigh = order.tokenHigh();
    tokenLow = order.tokenLow();
    byte reason = OrderChecks.check(order);
    if (reason != RejectReason.NONE) {
      return reject(reason);
    }
    int stock = tokens.get(order.existingTokenHigh(), order.existingTokenLow());
    return stock == TokenMap.ABSENT ? reject(RejectReason.OTHER) : use(stock);
  }

  /** Notes the token as used for {@code stock}, unless it was used before. */
  private int use(int stock) {
    if (tokens.isFull() || tokens.put(tokenHigh, tokenLow, stock) != TokenMap.ABSENT) {
      return reject(RejectReason.OTHER);
    }
    return stock;
  }

  private int reject(byte reason) {
    rejectReason = reason;
    return REJECTED;
  }

  private int indexOf(long stock) {
    for (int i = 0; i < stocks.length; i++) {
      if (stocks[i] == stock) {
        return i;
      }
    }
    return -1;
  }
}
