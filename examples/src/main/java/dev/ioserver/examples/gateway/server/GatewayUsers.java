package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.gateway.soup.CredentialsChecker;
import dev.ioserver.examples.gateway.soup.SoupPacket;

/**
 * User names derived from one: a user has one connection at a time, and a load wants many of them
 * with the credentials of one.
 *
 * <p>The name of connection {@code i} is the base name and {@code i} in base 36, in two characters:
 * demo00, demo01, ... demozz. A base name of five characters leaves room for one, and one of six
 * for none. Stateless and safe for any thread.
 */
public final class GatewayUsers {

  private static final int MAX_DIGITS = 2;
  private static final int RADIX = 36;

  private GatewayUsers() {}

  /**
   * How many names {@link #name} can derive: 1,296 from a base name of up to four characters, 36
   * from five, 1 from six.
   */
  public static int count(String base) {
    int count = 1;
    for (int i = digits(base); i > 0; i--) {
      count *= RADIX;
    }
    return count;
  }

  /**
   * Derives a name.
   *
   * @param base 1 to 6 characters
   * @param index 0 to {@link #count} - 1
   */
  public static String name(String base, int index) {
    if (index < 0 || index >= count(base)) {
      throw new IllegalArgumentException(
          "user "
              + index
              + " of '"
              + base
              + "': only "
              + count(base)
              + " names of "
              + SoupPacket.USERNAME_LENGTH
              + " characters can be made of it; use a shorter one");
    }
    int digits = digits(base);
    if (digits == 0) {
      return base;
    }
    String suffix = Integer.toString(index, RADIX);
    return base + "0".repeat(digits - suffix.length()) + suffix;
  }

  /** Whether {@code name} is the base name or derived from it. */
  public static boolean isDerived(String base, String name) {
    if (name.equals(base)) {
      return true;
    }
    return name.startsWith(base)
        && name.length() == base.length() + digits(base)
        && name.chars().skip(base.length()).allMatch(GatewayUsers::isDigit);
  }

  /** Lets in the base name and those derived from it, all with the same password. */
  static CredentialsChecker checker(String base, String password) {
    return (name, given) -> isDerived(base, name) && given.equals(password);
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }

  private static int digits(String base) {
    return Math.clamp(SoupPacket.USERNAME_LENGTH - base.length(), 0, MAX_DIGITS);
  }
}
