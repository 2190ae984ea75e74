package dev.ioserver.engine.api;

/** No framing: ports know it, and never ask it. */
enum RawFraming implements Framing {
  INSTANCE;

  @Override
  public int maxLength() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void cut(FrameCursor cursor) {
    cursor.frame(cursor.length(), 0, cursor.length());
  }

  @Override
  public String toString() {
    return "raw";
  }
}
