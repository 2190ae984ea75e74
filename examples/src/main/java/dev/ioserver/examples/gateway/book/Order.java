package dev.ioserver.examples.gateway.book;

import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An order, and at the same time its place in the queue of its price level. Pooled: only valid
 * during the call that it is passed to. Belongs to the book's thread.
 */
public final class Order {

  private int owner;
  private long tokenHigh;
  private long tokenLow;
  private byte side;
  private int shares;
  private long stock;
  private int price;
  private int timeInForce;
  private int firm;
  private byte display;
  private long reference;
  private byte capacity;
  private byte sweep;
  private byte crossType;

  @Nullable PriceLevel level;
  @Nullable Order previous;
  @Nullable Order next;

  Order() {}

  /** Returns the client that the order belongs to. */
  public int owner() {
    return owner;
  }

  /** Returns the first half of the token. */
  public long tokenHigh() {
    return tokenHigh;
  }

  /** Returns the second half of the token. */
  public long tokenLow() {
    return tokenLow;
  }

  /** Returns {@link Ouch#BUY} or {@link Ouch#SELL}. */
  public byte side() {
    return side;
  }

  /** Returns the open shares. */
  public int shares() {
    return shares;
  }

  /** Returns the stock's symbol, packed. */
  public long stock() {
    return stock;
  }

  /** Returns the limit in ten-thousandths. */
  public int price() {
    return price;
  }

  /** Returns the time in force; 0 for immediate-or-cancel. */
  public int timeInForce() {
    return timeInForce;
  }

  /** Returns the firm, packed. */
  public int firm() {
    return firm;
  }

  /** Returns how the order is shown. */
  public byte display() {
    return display;
  }

  /** Returns the exchange's number for the order. */
  public long reference() {
    return reference;
  }

  /** Returns the capacity that the client gave. */
  public byte capacity() {
    return capacity;
  }

  /** Returns the sweep flag that the client gave. */
  public byte sweep() {
    return sweep;
  }

  /** Returns the cross type that the client gave. */
  public byte crossType() {
    return crossType;
  }

  boolean isBuy() {
    return side == Ouch.BUY;
  }

  boolean isImmediate() {
    return timeInForce == Ouch.IMMEDIATE_OR_CANCEL;
  }

  boolean hasToken(int ofOwner, long high, long low) {
    return owner == ofOwner && tokenHigh == high && tokenLow == low;
  }

  void enter(int byOwner, EnterOrder message, long newReference) {
    owner = byOwner;
    tokenHigh = message.tokenHigh();
    tokenLow = message.tokenLow();
    side = message.side();
    shares = message.shares();
    stock = message.stock();
    price = message.price();
    timeInForce = message.timeInForce();
    firm = message.firm();
    display = message.display();
    reference = newReference;
    capacity = message.capacity();
    sweep = message.sweep();
    crossType = message.crossType();
  }

  /** Turns this into the order that replaces it; owner, side, stock and firm stay. */
  void replace(ReplaceOrder message, long newReference) {
    tokenHigh = message.tokenHigh();
    tokenLow = message.tokenLow();
    shares = message.shares();
    price = message.price();
    timeInForce = message.timeInForce();
    display = message.display();
    reference = newReference;
    sweep = message.sweep();
  }

  /** Writes everything but the stock, which is the book's. */
  void save(DataOutput out) throws IOException {
    out.writeInt(owner);
    out.writeLong(tokenHigh);
    out.writeLong(tokenLow);
    out.writeByte(side);
    out.writeInt(shares);
    out.writeInt(price);
    out.writeInt(timeInForce);
    out.writeInt(firm);
    out.writeByte(display);
    out.writeLong(reference);
    out.writeByte(capacity);
    out.writeByte(sweep);
    out.writeByte(crossType);
  }

  /** Reads what {@link #save} has written. */
  void restore(DataInput in, long ofStock) throws IOException {
    owner = in.readInt();
    tokenHigh = in.readLong();
    tokenLow = in.readLong();
    side = in.readByte();
    shares = in.readInt();
    price = in.readInt();
    timeInForce = in.readInt();
    firm = in.readInt();
    display = in.readByte();
    reference = in.readLong();
    capacity = in.readByte();
    sweep = in.readByte();
    crossType = in.readByte();
    stock = ofStock;
  }

  /** Turns this into an order of which only that is known which all the world may know. */
  void rest(long newReference, byte newSide, int newShares, int newPrice) {
    reference = newReference;
    side = newSide;
    shares = newShares;
    price = newPrice;
  }

  void reduce(int by) {
    assert by > 0 && by <= shares : by + " of " + shares;
    shares -= by;
    if (level != null) {
      level.reduced(by);
    }
  }
}
