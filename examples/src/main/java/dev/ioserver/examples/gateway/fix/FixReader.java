package dev.ioserver.examples.gateway.fix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the fields of one message body: where each of those that somebody here asks for begins and
 * ends. Others are checked for their form and passed over, repeating groups among them.
 *
 * <p>Only methods that return a {@link String} allocate. Belongs to one thread.
 */
public final class FixReader {

  /** What {@link #number} and {@link #decimal} return for what is no such number. */
  public static final long NOT_A_NUMBER = -1;

  private static final int MAX_TAG_DIGITS = 9;
  private static final int MAX_DIGITS = 18;

  /** The fields that somebody asks for. */
  private static final int[] KNOWN = {
    FixTag.BEGIN_SEQ_NO,
    FixTag.CL_ORD_ID,
    FixTag.END_SEQ_NO,
    FixTag.MSG_SEQ_NUM,
    FixTag.MSG_TYPE,
    FixTag.NEW_SEQ_NO,
    FixTag.ORDER_QTY,
    FixTag.ORD_TYPE,
    FixTag.ORIG_CL_ORD_ID,
    FixTag.POSS_DUP_FLAG,
    FixTag.PRICE,
    FixTag.SENDER_COMP_ID,
    FixTag.SENDING_TIME,
    FixTag.SIDE,
    FixTag.SYMBOL,
    FixTag.TARGET_COMP_ID,
    FixTag.TEXT,
    FixTag.TIME_IN_FORCE,
    FixTag.TRANSACT_TIME,
    FixTag.ENCRYPT_METHOD,
    FixTag.HEART_BT_INT,
    FixTag.TEST_REQ_ID,
    FixTag.ORIG_SENDING_TIME,
    FixTag.GAP_FILL_FLAG,
    FixTag.RESET_SEQ_NUM_FLAG,
    FixTag.USERNAME,
    FixTag.PASSWORD
  };

  /** The slot of a field by its tag, and 0 for one that nobody asks for. */
  private static final byte[] SLOTS = slots();

  /**
   * Fields with the length of the field that follows them, which may have separators inside; behind
   * each, the tag of that field.
   */
  private static final int[] LENGTHS = {
    90, 91, 93, 89, 95, 96, 212, 213, 348, 349, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359,
    360, 361, 362, 363, 364, 365, 445, 446, 618, 619, 621, 622
  };

  private final int[] starts = new int[KNOWN.length + 1];
  private final int[] ends = new int[KNOWN.length + 1];
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int type = FixType.NONE;
  private FixFault fault = FixFault.NONE;
  private int faultTag;

  /** Creates a reader that has nothing to read. */
  public FixReader() {}

  private static byte[] slots() {
    byte[] slots = new byte[Arrays.stream(KNOWN).max().orElseThrow() + 1];
    for (int i = 0; i < KNOWN.length; i++) {
      slots[KNOWN[i]] = (byte) (i + 1);
    }
    return slots;
  }

  /**
   * Goes to a body and finds its fields, up to the first thing that is wrong.
   *
   * @return what is wrong; {@link #faultTag} says where
   */
  public FixFault read(ByteBuffer from, int offset, int length) {
    buffer = from;
    type = FixType.NONE;
    faultTag = 0;
    Arrays.fill(ends, 0);
    fault = scan(offset, offset + length);
    return fault;
  }

  private FixFault scan(int start, int end) {
    int at = start;
    int dataTag = 0;
    long dataLength = 0;
    while (at < end) {
      int tag = tag(at, end);
      faultTag = Math.max(tag, 0);
      if (tag <= 0) {
        return FixFault.INVALID_TAG;
      }
      int value = at + digits(tag) + 1;
      boolean isData = tag == dataTag && dataLength < end - value;
      int stop = isData ? value + (int) dataLength : separator(value, end);
      if (stop == value) {
        return FixFault.NO_VALUE;
      }
      if (stop >= end || buffer.get(stop) != FixWriter.SEPARATOR) {
        return FixFault.INCORRECT_FORMAT;
      }
      if (at == start) {
        if (tag != FixTag.MSG_TYPE) {
          return FixFault.INVALID_TYPE;
        }
        type = type(value, stop);
      }
      if (!note(tag, value, stop)) {
        return FixFault.REPEATED;
      }
      dataTag = dataTagOf(tag);
      dataLength = dataTag == 0 ? 0 : Math.max(0, parse(value, stop));
      at = stop + 1;
    }
    boolean isDefined = FixType.isDefined(type);
    faultTag = isDefined ? 0 : FixTag.MSG_TYPE;
    return isDefined ? FixFault.NONE : FixFault.INVALID_TYPE;
  }

  private int type(int value, int stop) {
    int first = buffer.get(value) & 0xFF;
    return switch (stop - value) {
      case 1 -> first;
      // Behind a byte of 0 the second one would be taken for a type of its own.
      case 2 -> first == 0 ? FixType.NONE : first << 8 | (buffer.get(value + 1) & 0xFF);
      default -> FixType.NONE;
    };
  }

  private boolean note(int tag, int value, int stop) {
    int slot = tag < SLOTS.length ? SLOTS[tag] : 0;
    if (slot == 0) {
      return true;
    }
    if (ends[slot] != 0) {
      return false;
    }
    starts[slot] = value;
    ends[slot] = stop;
    return true;
  }

  /** The tag at {@code at} with an equals sign behind it; 0 or less if there is none. */
  private int tag(int at, int end) {
    int tag = 0;
    for (int i = at; i < end && i - at <= MAX_TAG_DIGITS; i++) {
      byte c = buffer.get(i);
      if (c == '=') {
        return tag;
      }
      if (c < '0' || c > '9' || (c == '0' && tag == 0)) {
        return -tag;
      }
      tag = tag * 10 + c - '0';
    }
    return -tag;
  }

  private static int digits(int tag) {
    int digits = 1;
    for (int rest = tag / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private int separator(int at, int end) {
    int i = at;
    while (i < end && buffer.get(i) != FixWriter.SEPARATOR) {
      i++;
    }
    return i;
  }

  private static int dataTagOf(int tag) {
    for (int i = 0; i < LENGTHS.length; i += 2) {
      if (LENGTHS[i] == tag) {
        return LENGTHS[i + 1];
      }
    }
    return 0;
  }

  /** Returns the type, see {@link FixType}; {@link FixType#NONE} if the body begins with none. */
  public int type() {
    return type;
  }

  /** Returns what was wrong with the message. */
  public FixFault fault() {
    return fault;
  }

  /** Returns the tag at which it was, or 0. */
  public int faultTag() {
    return faultTag;
  }

  /** Whether there is such a field. Only tags of which this class knows may be asked for. */
  public boolean has(int tag) {
    return ends[slot(tag)] != 0;
  }

  /** The buffer that the message lies in. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Where the value of a field that is there begins. */
  public int offset(int tag) {
    return starts[slot(tag)];
  }

  /** The length of a field's value in bytes; 0 if there is no such field. */
  public int length(int tag) {
    int slot = slot(tag);
    return ends[slot] == 0 ? 0 : ends[slot] - starts[slot];
  }

  /** A number of up to 18 digits, or {@link #NOT_A_NUMBER}, also if there is no such field. */
  public long number(int tag) {
    return has(tag) ? parse(offset(tag), offset(tag) + length(tag)) : NOT_A_NUMBER;
  }

  private long parse(int start, int end) {
    if (start == end || end - start > MAX_DIGITS) {
      return NOT_A_NUMBER;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = buffer.get(i) - '0';
      if (digit < 0 || digit > 9) {
        return NOT_A_NUMBER;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * A number that may have decimals, in units of the last one that counts.
   *
   * @param decimals how many count; more must be zeros
   * @return {@link #NOT_A_NUMBER} for what is none, is negative, has more decimals or too many
   *     digits, or is not there
   */
  public long decimal(int tag, int decimals) {
    int start = has(tag) ? offset(tag) : 0;
    int end = start + length(tag);
    long value = 0;
    int left = -1; // decimals that may still come, once there was a point
    int digits = 0;
    for (int i = start; i < end; i++) {
      byte c = buffer.get(i);
      if (c == '.' && left < 0) {
        left = decimals;
      } else if (c < '0' || c > '9' || (left == 0 && c != '0')) {
        return NOT_A_NUMBER;
      } else if (left != 0) {
        value = value * 10 + c - '0';
        left = left < 0 ? left : left - 1;
        digits++;
        // Those before the point: zeros behind it do not make a number larger.
        if (left < 0 && digits > MAX_DIGITS - decimals) {
          return NOT_A_NUMBER;
        }
      }
    }
    if (digits == 0) {
      return NOT_A_NUMBER;
    }
    for (int i = left < 0 ? decimals : left; i > 0; i--) {
      value *= 10;
    }
    return value;
  }

  /** The character that a field consists of; 0 if it is not there, or is not one character. */
  public byte character(int tag) {
    return length(tag) == 1 ? buffer.get(offset(tag)) : 0;
  }

  /** Whether a flag is set. */
  public boolean isYes(int tag) {
    return character(tag) == 'Y';
  }

  /** A time in milliseconds since 1970, or {@link UtcTimestamp#INVALID}. */
  public long time(int tag) {
    return has(tag) ? UtcTimestamp.parse(buffer, offset(tag), length(tag)) : UtcTimestamp.INVALID;
  }

  /** Whether a field is there and consists of these bytes. */
  public boolean is(int tag, byte[] value) {
    if (length(tag) != value.length) {
      return false;
    }
    int start = offset(tag);
    for (int i = 0; i < value.length; i++) {
      if (buffer.get(start + i) != value[i]) {
        return false;
      }
    }
    return true;
  }

  /** Eight characters of a field from the {@code from}th on, packed, with spaces behind its end. */
  public long packed(int tag, int from) {
    int start = offset(tag);
    int length = length(tag);
    long packed = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      packed = packed << 8 | (i < length ? buffer.get(start + i) & 0xFF : ' ');
    }
    return packed;
  }

  /** Whether each byte of a field is printable ASCII, and none a space. */
  public boolean isWord(int tag) {
    for (int i = offset(tag), end = i + length(tag); i < end; i++) {
      byte c = buffer.get(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return has(tag);
  }

  /** The text of a field, empty if it is not there; allocates. */
  public String text(int tag) {
    byte[] text = new byte[length(tag)];
    if (text.length > 0) {
      buffer.get(offset(tag), text);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static int slot(int tag) {
    int slot = tag < SLOTS.length ? SLOTS[tag] : 0;
    if (slot == 0) {
      throw new IllegalArgumentException("nobody has said that " + tag + " is of interest");
    }
    return slot;
  }
}
