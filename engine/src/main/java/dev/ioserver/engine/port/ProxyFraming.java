package dev.ioserver.engine.port;

import dev.ioserver.engine.api.FrameCursor;
import dev.ioserver.engine.api.Framing;

/** Finds where a header of the PROXY protocol ends; what it says is for {@link ProxyHeaders}. */
enum ProxyFraming implements Framing {
  INSTANCE;

  /** What version 2 begins with. */
  static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  /** What version 1 begins with. */
  static final byte[] TEXT = {'P', 'R', 'O', 'X', 'Y', ' '};

  /** The longest line of version 1, its end included. */
  private static final int LONGEST_LINE = 107;

  /** Before the addresses of version 2: the signature, two bytes, and the length of the rest. */
  static final int FIXED = 16;

  @Override
  public int maxLength() {
    return FIXED + 0xFFFF;
  }

  @Override
  public void cut(FrameCursor cursor) {
    boolean text = cursor.get(0) == TEXT[0];
    byte[] begin = text ? TEXT : SIGNATURE;
    for (int i = 0; i < Math.min(begin.length, cursor.length()); i++) {
      if (cursor.get(i) != begin[i]) {
        cursor.malformed(
            "a trusted proxy must begin with a header of the PROXY protocol, version 1 or 2");
        return;
      }
    }
    if (text) {
      line(cursor);
    } else if (cursor.length() < FIXED) {
      // Not only when all of it has come: a wrong byte is wrong at once, in any pieces.
      cursor.more(cursor.length() + 1L, 0);
    } else {
      int rest = ((cursor.get(FIXED - 2) & 0xFF) << 8) | (cursor.get(FIXED - 1) & 0xFF);
      cursor.frame(FIXED + rest, 0, FIXED + rest);
    }
  }

  private static void line(FrameCursor cursor) {
    int most = Math.min(cursor.length(), LONGEST_LINE);
    for (int i = Math.max(1, cursor.looked()); i < most; i++) {
      if (cursor.get(i) == '\n' && cursor.get(i - 1) == '\r') {
        cursor.frame(i + 1, 0, i + 1);
        return;
      }
    }
    if (most == LONGEST_LINE) {
      cursor.malformed(
          "the PROXY header of version 1 does not end within " + LONGEST_LINE + " bytes");
    } else {
      cursor.more(most + 1, most);
    }
  }
}
