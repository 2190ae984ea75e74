package dev.ioserver.examples.gateway.load;

import java.nio.ByteBuffer;

/**
 * The orders of one client that are not over, by their sequence numbers: a ring of slots, made once
 * and for all.
 *
 * <p>A slot keeps the message as it was sent, so that it can be sent again. Belongs to one thread;
 * allocates nothing after it is made.
 */
final class OrderTable {

  /** State of a slot: nothing in it. */
  static final byte FREE = 0;

  /** State of a slot: sent, and not answered yet. */
  static final byte PENDING = 1;

  /** State of a slot: accepted, with open shares. */
  static final byte OPEN = 2;

  /** Mark: the order counts in the result. */
  static final int MEASURED = 1;

  /** Mark: the order replaces another one. */
  static final int REPLACEMENT = 1 << 1;

  /** Mark: to be replaced once before it is canceled. */
  static final int REPLACEABLE = 1 << 2;

  /** Mark: a cancel or a replacement was sent. */
  static final int CLOSING = 1 << 3;

  /** Mark: sent again on another connection, so that a second answer may come. */
  static final int RESENT = 1 << 4;

  /** Mark: one of the two was rejected, which may be the copy. */
  static final int REFUSED = 1 << 5;

  /** A power of two that the longest message fits, so that no slot crosses a cache line. */
  private static final int SLOT_BYTES = 64;

  private final int mask;
  private final byte[] states;
  private final int[] marks;
  private final long[] sequences;
  private final long[] dueNanos;
  private final byte[] sides;
  private final int[] prices;
  private final int[] openShares;
  private final ByteBuffer messages;
  private int pending;
  private int open;

  /**
   * An empty table.
   *
   * @param capacity a power of two
   */
  OrderTable(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity " + capacity + " is no power of two");
    }
    mask = capacity - 1;
    states = new byte[capacity];
    marks = new int[capacity];
    sequences = new long[capacity];
    dueNanos = new long[capacity];
    sides = new byte[capacity];
    prices = new int[capacity];
    openShares = new int[capacity];
    messages = ByteBuffer.allocate(capacity * SLOT_BYTES);
  }

  int capacity() {
    return states.length;
  }

  /** The slot where a sequence number belongs. */
  int slot(long sequence) {
    return (int) sequence & mask;
  }

  /** The slot that holds a sequence number, or -1. */
  int find(long sequence) {
    int slot = slot(sequence);
    return states[slot] != FREE && sequences[slot] == sequence ? slot : -1;
  }

  byte state(int slot) {
    return states[slot];
  }

  long sequence(int slot) {
    return sequences[slot];
  }

  long dueNanos(int slot) {
    return dueNanos[slot];
  }

  byte side(int slot) {
    return sides[slot];
  }

  /** The worst price that the order accepts. */
  int price(int slot) {
    return prices[slot];
  }

  int openShares(int slot) {
    return openShares[slot];
  }

  boolean isMarked(int slot, int mark) {
    return (marks[slot] & mark) != 0;
  }

  void mark(int slot, int mark) {
    marks[slot] |= mark;
  }

  void unmark(int slot, int mark) {
    marks[slot] &= ~mark;
  }

  /** The buffer that holds all messages. */
  ByteBuffer messages() {
    return messages;
  }

  /** Where in {@link #messages()} the message of a slot begins. */
  int offset(int slot) {
    return slot * SLOT_BYTES;
  }

  /** Takes a free slot for a message that was sent. */
  void begin(int slot, long sequence, long due, int newMarks) {
    assert states[slot] == FREE : "slot " + slot + " in state " + states[slot];
    states[slot] = PENDING;
    sequences[slot] = sequence;
    dueNanos[slot] = due;
    marks[slot] = newMarks;
    pending++;
  }

  /** Notes the terms of the order that begins in a slot. */
  void terms(int slot, byte side, int price, int shares) {
    sides[slot] = side;
    prices[slot] = price;
    openShares[slot] = shares;
  }

  /** The answer has come: the order is open. */
  void accept(int slot) {
    assert states[slot] == PENDING : "slot " + slot + " in state " + states[slot];
    states[slot] = OPEN;
    pending--;
    open++;
  }

  /** Takes shares off an open order, which is over with the last one. */
  void reduce(int slot, int shares) {
    openShares[slot] -= shares;
    if (openShares[slot] == 0) {
      free(slot);
    }
  }

  /** The order is over. */
  void free(int slot) {
    if (states[slot] == PENDING) {
      pending--;
    } else {
      open--;
    }
    states[slot] = FREE;
  }

  /** How many orders are unanswered. */
  int pending() {
    return pending;
  }

  /** How many orders are accepted and open. */
  int open() {
    return open;
  }
}
