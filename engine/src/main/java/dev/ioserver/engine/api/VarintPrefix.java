package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A length in groups of seven bits, the lowest first; all but the last have their highest bit. */
record VarintPrefix(int maxLength) implements Framing {

  private static final int BITS = 7;
  private static final int GROUP = (1 << BITS) - 1;
  private static final int MORE = 1 << BITS;

  /** What a length of 32 bits takes at the most. */
  private static final int LONGEST = 5;

  VarintPrefix {
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength is " + maxLength + "; use 1 or more");
    }
  }

  @Override
  public int maxOverhead() {
    return LONGEST;
  }

  @Override
  public void cut(FrameCursor cursor) {
    long length = 0;
    int most = Math.min(cursor.length(), LONGEST);
    for (int i = 0; i < most; i++) {
      int group = cursor.get(i);
      length |= ((long) (group & GROUP)) << (BITS * i);
      if ((group & MORE) == 0) {
        cursor.frame(i + 1 + length, i + 1, length);
        return;
      }
    }
    if (most == LONGEST) {
      cursor.malformed("the length of a frame takes more than " + LONGEST + " bytes");
    } else {
      cursor.more(most + 1, most);
    }
  }

  @Override
  public int headerLength(long length) {
    int bytes = 1;
    for (long rest = length >>> BITS; rest != 0; rest >>>= BITS) {
      bytes++;
    }
    return bytes;
  }

  @Override
  public void putHeader(long length, MemorySegment into, long at) {
    long to = at;
    long rest = length;
    for (; rest > GROUP; rest >>>= BITS) {
      into.set(ValueLayout.JAVA_BYTE, to++, (byte) ((rest & GROUP) | MORE));
    }
    into.set(ValueLayout.JAVA_BYTE, to, (byte) rest);
  }
}
