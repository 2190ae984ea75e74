package dev.ioserver.examples.gateway.fix;

/**
 * Types of messages ({@code 35=}) as numbers: the one character, or the first of two shifted left
 * by 8 bits and the second.
 */
public final class FixType {

  public static final int HEARTBEAT = '0';
  public static final int TEST_REQUEST = '1';
  public static final int RESEND_REQUEST = '2';
  public static final int REJECT = '3';
  public static final int SEQUENCE_RESET = '4';
  public static final int LOGOUT = '5';
  public static final int EXECUTION_REPORT = '8';
  public static final int ORDER_CANCEL_REJECT = '9';
  public static final int LOGON = 'A';
  public static final int NEW_ORDER_SINGLE = 'D';
  public static final int ORDER_CANCEL_REQUEST = 'F';
  public static final int ORDER_CANCEL_REPLACE_REQUEST = 'G';
  public static final int BUSINESS_MESSAGE_REJECT = 'j';

  /** No type: it has not one or two characters. */
  public static final int NONE = -1;

  private FixType() {}

  /** Whether FIX 4.4 has such a type at all. */
  static boolean isDefined(int type) {
    if (type == NONE) {
      return false;
    }
    if (type < 1 << 8) {
      return (type >= '0' && type <= '9')
          || (type >= 'A' && type <= 'Z')
          || (type >= 'a' && type <= 'z');
    }
    int second = type & 0xFF;
    return switch (type >>> 8) {
      case 'A' -> second >= 'A' && second <= 'Z';
      case 'B' -> second >= 'A' && second <= 'H';
      default -> false;
    };
  }

  /**
   * Whether it belongs to the session alone: it is never sent a second time, but filled over. A
   * Reject belongs to the session too, and yet FIX has it sent again.
   */
  static boolean isFilledOver(int type) {
    return switch (type) {
      case HEARTBEAT, TEST_REQUEST, RESEND_REQUEST, SEQUENCE_RESET, LOGOUT, LOGON -> true;
      default -> false;
    };
  }

  /** Returns the type as it stands in a message. */
  public static String text(int type) {
    return type < 1 << 8
        ? String.valueOf((char) type)
        : String.valueOf(new char[] {(char) (type >>> 8), (char) (type & 0xFF)});
  }
}
