package dev.ioserver.examples.feed.subscribe;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Messages that came before one that is missing, by their numbers: a ring of slots, so that the
 * order in which they came does not matter. Belongs to one thread; all memory is there from the
 * start.
 */
final class EarlyMessages {

  private static final long NONE = 0;

  private final int capacity;
  private final int slotBytes;
  private final ByteBuffer bytes;
  private final long[] numbers;
  private final long[] stamps;
  private final short[] lengths;

  /**
   * An empty ring.
   *
   * @param capacity how many messages, a power of two
   * @param slotBytes the longest message; what is longer is kept as one that nobody understands
   */
  EarlyMessages(int capacity, int slotBytes) {
    this.capacity = capacity;
    this.slotBytes = slotBytes;
    bytes = ByteBuffer.allocateDirect(capacity * slotBytes);
    numbers = new long[capacity];
    stamps = new long[capacity];
    lengths = new short[capacity];
    Arrays.fill(numbers, NONE);
  }

  /** Returns how far a number may lie ahead of the one that is missing. */
  int capacity() {
    return capacity;
  }

  boolean has(long number) {
    return numbers[index(number)] == number;
  }

  /** Keeps a message whose number is less than {@link #capacity()} ahead of the missing one. */
  void put(long number, long stamp, ByteBuffer message, int offset, int length) {
    int index = index(number);
    numbers[index] = number;
    stamps[index] = stamp;
    int kept = length <= slotBytes ? length : 0;
    lengths[index] = (short) kept;
    bytes.put(index * slotBytes, message, offset, kept);
  }

  /** Returns the buffer of all messages. */
  ByteBuffer buffer() {
    return bytes;
  }

  int offset(long number) {
    return index(number) * slotBytes;
  }

  int length(long number) {
    return lengths[index(number)];
  }

  long stamp(long number) {
    return stamps[index(number)];
  }

  void remove(long number) {
    numbers[index(number)] = NONE;
  }

  /**
   * Counts the numbers from one that is missing up to the first that is there.
   *
   * @param end the number at which to stop counting
   * @param most where to stop counting besides
   */
  int missing(long from, long end, int most) {
    long stop = Math.min(end, from + Math.min(most, capacity));
    long number = from;
    while (number < stop && !has(number)) {
      number++;
    }
    // Beyond the ring nothing is there.
    return number - from == capacity ? (int) Math.min(end - from, most) : (int) (number - from);
  }

  private int index(long number) {
    return (int) number & (capacity - 1);
  }
}
