package dev.ioserver.engine.api;

/** Frames that are all of one length. */
record FixedLength(int maxLength) implements Framing {

  FixedLength {
    if (maxLength < 1) {
      throw new IllegalArgumentException("length is " + maxLength + "; use 1 or more");
    }
  }

  @Override
  public int minLength() {
    return maxLength;
  }

  @Override
  public void cut(FrameCursor cursor) {
    cursor.frame(maxLength, 0, maxLength);
  }
}
