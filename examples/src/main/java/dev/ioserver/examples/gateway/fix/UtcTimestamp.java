package dev.ioserver.examples.gateway.fix;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * FIX's UTCTimestamp, {@code YYYYMMDD-HH:MM:SS.sss}, to and from milliseconds since 1970. Allocates
 * nothing; stateless and safe for any thread.
 */
public final class UtcTimestamp {

  /** The length of what {@link #put} writes, in bytes. */
  public static final int LENGTH = 21;

  /** What {@link #parse} returns for what is no timestamp. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final int WHOLE_SECONDS = 17;
  private static final int DOT = WHOLE_SECONDS;

  /** With nanoseconds, or a tenth of them at most. */
  private static final int LONGEST = 30;

  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  // The days from 0000-03-01, with which a year of this calculation begins, to 1970-01-01.
  private static final int EPOCH_DAYS = 719_468;
  private static final int ERA_YEARS = 400;
  private static final int ERA_DAYS = 146_097;

  private UtcTimestamp() {}

  /** Writes a time at {@code index}. */
  public static void put(ByteBuffer buffer, int index, long epochMillis) {
    long days = Math.floorDiv(epochMillis, DAY_MILLIS);
    long millis = Math.floorMod(epochMillis, DAY_MILLIS);
    // Howard Hinnant's civil_from_days: an era is 400 years, a year begins in March.
    long shifted = days + EPOCH_DAYS;
    long era = Math.floorDiv(shifted, ERA_DAYS);
    int dayOfEra = Math.floorMod(shifted, ERA_DAYS);
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (ERA_DAYS - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int fromMarch = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * fromMarch + 2) / 5 + 1;
    int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    int year = (int) (era * ERA_YEARS) + yearOfEra + (month <= 2 ? 1 : 0);
    digits(buffer, index, 4, year);
    digits(buffer, index + 4, 2, month);
    digits(buffer, index + 6, 2, day);
    buffer.put(index + 8, (byte) '-');
    digits(buffer, index + 9, 2, millis / 3_600_000);
    buffer.put(index + 11, (byte) ':');
    digits(buffer, index + 12, 2, millis / 60_000 % 60);
    buffer.put(index + 14, (byte) ':');
    digits(buffer, index + 15, 2, millis / 1000 % 60);
    buffer.put(index + DOT, (byte) '.');
    digits(buffer, index + DOT + 1, 3, millis % 1000);
  }

  /**
   * Reads a time: whole seconds, or with a fraction of 1 to 12 digits, of which three count.
   *
   * @return milliseconds since 1970, or {@link #INVALID}
   */
  public static long parse(ByteBuffer buffer, int index, int length) {
    if (length < WHOLE_SECONDS
        || length > LONGEST
        || buffer.get(index + 8) != '-'
        || buffer.get(index + 11) != ':'
        || buffer.get(index + 14) != ':') {
      return INVALID;
    }
    int year = number(buffer, index, 4);
    int month = number(buffer, index + 4, 2);
    int day = number(buffer, index + 6, 2);
    int hour = number(buffer, index + 9, 2);
    int minute = number(buffer, index + 12, 2);
    int second = number(buffer, index + 15, 2);
    int millis = millis(buffer, index, length);
    boolean valid =
        year >= 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= daysOf(year, month)
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second <= 60 // a leap second
            && millis >= 0;
    if (!valid) {
      return INVALID;
    }
    return daysTo(year, month, day) * DAY_MILLIS
        + hour * 3_600_000L
        + minute * 60_000L
        + second * 1000L
        + millis;
  }

  private static int millis(ByteBuffer buffer, int index, int length) {
    if (length == WHOLE_SECONDS) {
      return 0;
    }
    int fraction = length - WHOLE_SECONDS - 1;
    if (fraction < 1 || buffer.get(index + DOT) != '.') {
      return -1;
    }
    int millis = 0;
    for (int i = 0; i < Math.max(3, fraction); i++) {
      int digit = i < fraction ? buffer.get(index + DOT + 1 + i) - '0' : 0;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      millis = i < 3 ? millis * 10 + digit : millis;
    }
    return millis;
  }

  private static long daysTo(int year, int month, int day) {
    int marchYear = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(marchYear, ERA_YEARS);
    int yearOfEra = Math.floorMod(marchYear, ERA_YEARS);
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return (long) era * ERA_DAYS + dayOfEra - EPOCH_DAYS;
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % ERA_YEARS == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static int number(ByteBuffer buffer, int index, int length) {
    int value = 0;
    for (int i = index; i < index + length; i++) {
      int digit = buffer.get(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static void digits(ByteBuffer buffer, int index, int length, long value) {
    long rest = value;
    for (int i = index + length - 1; i >= index; i--) {
      buffer.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }
}
