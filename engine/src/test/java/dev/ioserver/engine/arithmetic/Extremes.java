package dev.ioserver.engine.arithmetic;

import java.time.Duration;
import java.util.List;

/** Numbers and durations at and around their extremes. */
final class Extremes {

  private static final List<Object> INTS =
      List.of(
          0,
          1,
          -1,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE - 1,
          Integer.MAX_VALUE - 8,
          Integer.MIN_VALUE,
          Integer.MIN_VALUE + 1);

  private static final List<Object> LONGS =
      List.of(
          0L,
          1L,
          -1L,
          (long) Integer.MAX_VALUE,
          (long) Integer.MAX_VALUE + 1,
          (long) Integer.MIN_VALUE,
          (long) Integer.MIN_VALUE - 1,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE / 2,
          Long.MAX_VALUE / 2 + 1,
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1);

  private static final List<Object> DURATIONS =
      List.of(
          Duration.ZERO,
          Duration.ofNanos(1),
          Duration.ofNanos(-1),
          Duration.ofNanos(Long.MAX_VALUE),
          Duration.ofNanos(Long.MAX_VALUE - 1),
          Duration.ofNanos(Long.MAX_VALUE).plusNanos(1),
          Duration.ofNanos(Long.MIN_VALUE),
          Duration.ofNanos(Long.MIN_VALUE).minusNanos(1),
          Duration.ofMillis(Integer.MAX_VALUE),
          Duration.ofMillis(Integer.MAX_VALUE + 1L),
          Duration.ofMillis(Long.MAX_VALUE),
          Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
          Duration.ofSeconds(Long.MAX_VALUE),
          Duration.ofSeconds(Long.MIN_VALUE));

  private Extremes() {}

  /** Those of a type; none if it is no number. */
  static List<Object> of(Class<?> type) {
    if (type == int.class) {
      return INTS;
    }
    if (type == long.class) {
      return LONGS;
    }
    return type == Duration.class ? DURATIONS : List.of();
  }
}
