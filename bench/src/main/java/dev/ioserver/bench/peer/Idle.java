package dev.ioserver.bench.peer;

import dev.ioserver.engine.IoServerOptions;

/**
 * What a server of this project does while it has nothing to do. The one place where the benchmarks
 * choose it: a strategy that the engine gains is added here, and no benchmark changes.
 *
 * @param spinNanos how long it looks at the kernel again and again before it blocks
 */
public record Idle(long spinNanos) {

  /** It blocks at once. */
  public static final Idle PARK = new Idle(0);

  /** It looks again for so long as an answer of a quick peer takes, and then blocks. */
  public static final Idle ADAPTIVE = new Idle(50_000);

  /** It never blocks. */
  public static final Idle SPIN = new Idle(Long.MAX_VALUE);

  /** The property with which the JVM that measures is told what {@link #chosen()} is. */
  public static final String PROPERTY = "ioserver.bench.idle";

  /** What was chosen for the whole run: to block at once, unless {@link #PROPERTY} says more. */
  public static Idle chosen() {
    return parse(System.getProperty(PROPERTY, "park"));
  }

  /**
   * What a text means.
   *
   * @param text park, adaptive, spin, or how many nanoseconds to spin before blocking
   * @throws IllegalArgumentException if it is none of these
   */
  public static Idle parse(String text) {
    return switch (text) {
      case "park" -> PARK;
      case "adaptive" -> ADAPTIVE;
      case "spin" -> SPIN;
      default -> {
        if (text.isEmpty() || !text.chars().allMatch(Character::isDigit)) {
          throw new IllegalArgumentException(
              "'" + text + "' is not park, adaptive, spin or a number of nanoseconds");
        }
        yield new Idle(Long.parseLong(text));
      }
    };
  }

  /** The options with it. */
  public IoServerOptions in(IoServerOptions options) {
    return options.spinNanos(spinNanos);
  }
}
