package dev.ioserver.engine.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * <tr><td>{@link #spin(Duration)}</td><td>the same, where the distances are known: asks again before
 *     each park</td></tr>
 * <tr><td>{@link #busy()}</td><td>a processor of its own: never parks</td></tr>
 * </table>
 *
 * <p>docs/benchmarks.md says what each of them gains and costs.
 *
 * <p>Thread-safety: immutable.
 */
public final class IdleStrategy {

  private static final IdleStrategy PARK = new IdleStrategy(0, false);
  private static final IdleStrategy BUSY = new IdleStrategy(Long.MAX_VALUE, false);

  /** Some waits longer than it takes to wake a thread, so that these are worth the time. */
  private static final IdleStrategy ADAPTIVE = new IdleStrategy(50_000, true);

  private final long spinNanos;
  private final boolean adaptive;

  private IdleStrategy(long spinNanos, boolean adaptive) {
    this.spinNanos = spinNanos;
    this.adaptive = adaptive;
  }

  /**
   * Parks at once.
   *
   * @return the strategy
   */
  public static IdleStrategy park() {
    return PARK;
  }

  /**
   * Asks again for so long before each park.
   *
   * @param time 0 parks at once; from 292 years on it never parks
   * @return the strategy
   * @throws IllegalArgumentException if it is negative
   */
  public static IdleStrategy spin(Duration time) {
    return new IdleStrategy(checked("spin", time), false);
  }

  /**
   * {@link #adaptive(Duration)} with 50 us.
   *
   * @return the strategy
   */
  public static IdleStrategy adaptive() {
    return ADAPTIVE;
  }

  /**
   * Asks again before a park for as long as it has lately been worth it: the time grows up to a
   * limit while waits are shorter than that, and is 0 again after one that was longer, or when
   * other threads turn out to want the processor.
   *
   * @param longest the limit; 0 parks at once
   * @return the strategy
   * @throws IllegalArgumentException if it is negative
   */
  public static IdleStrategy adaptive(Duration longest) {
    return new IdleStrategy(checked("adaptive", longest), true);
  }

  /**
   * Never parks.
   *
   * @return the strategy
   */
  public static IdleStrategy busy() {
    return BUSY;
  }

  /**
   * {@return nanoseconds that a loop asks again before it parks, at the most; 0 parks at once;
   * {@link Long#MAX_VALUE} never parks}
   */
  public long spinNanos() {
    return spinNanos;
  }

  /** {@return whether it asks again only while waits have lately been shorter than that} */
  public boolean isAdaptive() {
    return adaptive;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdleStrategy that
        && spinNanos == that.spinNanos
        && adaptive == that.adaptive;
  }

  @Override
  public int hashCode() {
    return Objects.hash(spinNanos, adaptive);
  }

  @Override
  public String toString() {
    if (adaptive) {
      return "adaptive(" + Duration.ofNanos(spinNanos) + ")";
    }
    if (spinNanos == Long.MAX_VALUE) {
      return "busy()";
    }
    return spinNanos == 0 ? "park()" : "spin(" + Duration.ofNanos(spinNanos) + ")";
  }

  private static long checked(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " is " + time + "; it must be 0 or more");
    }
    return Durations.nanos(time);
  }
}
