package dev.ioserver.examples.gateway.book;

/**
 * Numbers in ascending order, each given out once: order references and match numbers.
 *
 * <p>Books on threads of their own stay apart without talking to each other by taking different
 * {@code first} numbers and the number of books as {@code step}. Belongs to one thread.
 */
public final class NumberSequence {

  private final long step;
  private long next;

  /**
   * Creates a sequence.
   *
   * @param first the first number, 1 or more
   * @param step the distance from one number to the next, 1 or more
   */
  public NumberSequence(long first, long step) {
    if (first < 1 || step < 1) {
      throw new IllegalArgumentException("first " + first + ", step " + step);
    }
    this.next = first;
    this.step = step;
  }

  /** Returns the number that comes next, and leaves it there. */
  public long peek() {
    return next;
  }

  /**
   * Goes on with {@code number}, which {@link #peek} has said before: for a state that was saved.
   */
  public void moveTo(long number) {
    next = number;
  }

  /** Returns the next number. */
  public long next() {
    long number = next;
    next += step;
    return number;
  }
}
