package dev.ioserver.bench.peer;

import dev.ioserver.engine.api.IdleStrategy;
import java.time.Duration;

/**
 * What the servers of this project do while they have nothing to do, as the command line names it.
 */
public final class Idle {

  /** The property with which the JVM that measures is told what {@link #chosen()} is. */
  public static final String PROPERTY = "ioserver.bench.idle";

  private Idle() {}

  /** What was chosen for the whole run: to park at once, unless {@link #PROPERTY} says more. */
  public static IdleStrategy chosen() {
    return parse(System.getProperty(PROPERTY, "park"));
  }

  /**
   * What a text means.
   *
   * @param text park, adaptive, busy, or for how many nanoseconds to ask again before parking
   * @throws IllegalArgumentException if it is none of these
   */
  public static IdleStrategy parse(String text) {
    return switch (text) {
      case "park" -> IdleStrategy.park();
      case "adaptive" -> IdleStrategy.adaptive();
      case "busy" -> IdleStrategy.busy();
      default -> {
        if (text.isEmpty() || !text.chars().allMatch(Character::isDigit)) {
          throw new IllegalArgumentException(
              "'" + text + "' is not park, adaptive, busy or a number of nanoseconds");
        }
        yield IdleStrategy.spin(Duration.ofNanos(Long.parseLong(text)));
      }
    };
  }
}
