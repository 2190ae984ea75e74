package dev.ioserver.engine.api;

/**
 * What a loop does when it has nothing to do: it may ask the kernel again and again for some time
 * before it parks. A message that comes meanwhile is found sooner, by what it takes the system to
 * wake a thread; the price is a processor that is kept busy. Whoever wakes a loop that asks again
 * makes no system call.
 *
 * <table>
 * <caption>The strategies</caption>
 * <tr><th>strategy</th><th>for</th></tr>
 * <tr><td>{@link #park()}</td><td>the default: an idle loop costs nothing</td></tr>
 * <tr><td>{@link #adaptive()}</td><td>requests and replies at short distances, on a machine with a
 *     processor to spare: asks again only while waits have lately been short</td></tr>
 * <tr><td>{@link #spin(long)}</td><td>the same, where the distances are known: asks again before
 *     each park</td></tr>
 * <tr><td>{@link #busy()}</td><td>a processor of its own: never parks</td></tr>
 * </table>
 *
 * <p>docs/benchmarks.md says what each of them gains and costs.
 *
 * <p>Thread-safety: immutable.
 *
 * @param spinNanos nanoseconds that a loop asks again before it parks, at the most; 0 parks at
 *     once; {@link Long#MAX_VALUE} never parks
 * @param isAdaptive whether it asks again only while waits have lately been shorter than that
 */
public record IdleStrategy(long spinNanos, boolean isAdaptive) {

  private static final IdleStrategy PARK = new IdleStrategy(0, false);
  private static final IdleStrategy BUSY = new IdleStrategy(Long.MAX_VALUE, false);

  /** Some waits longer than it takes to wake a thread, so that these are worth the time. */
  private static final IdleStrategy ADAPTIVE = new IdleStrategy(50_000, true);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public IdleStrategy {
    if (spinNanos < 0) {
      throw new IllegalArgumentException("spinNanos is " + spinNanos + "; it must be 0 or more");
    }
  }

  /** Parks at once. */
  public static IdleStrategy park() {
    return PARK;
  }

  /**
   * Asks again for so long before each park.
   *
   * @param nanos nanoseconds, 0 or more
   */
  public static IdleStrategy spin(long nanos) {
    return new IdleStrategy(nanos, false);
  }

  /** {@link #adaptive(long)} with 50,000 ns. */
  public static IdleStrategy adaptive() {
    return ADAPTIVE;
  }

  /**
   * Asks again before a park for as long as it has lately been worth it: the time grows up to a
   * limit while waits are shorter than that, and is 0 again after one that was longer, or when
   * other threads turn out to want the processor.
   *
   * @param maxNanos nanoseconds, 0 or more
   */
  public static IdleStrategy adaptive(long maxNanos) {
    return new IdleStrategy(maxNanos, true);
  }

  /** Never parks. */
  public static IdleStrategy busy() {
    return BUSY;
  }
}
