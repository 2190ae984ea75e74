package dev.ioserver.netty;

import dev.ioserver.engine.api.Interest;
import io.netty.channel.IoOps;

/**
 * What a registration waits for. To submit other operations costs no system call in itself: the
 * kernel is told before the next wait, if it has to be told at all.
 *
 * <p>Thread-safety: immutable.
 */
public final class IoServerIoOps implements IoOps {

  private static final IoServerIoOps[] ALL = new IoServerIoOps[Interest.MASK + 1];

  static {
    for (int interest = 0; interest < ALL.length; interest++) {
      ALL[interest] = new IoServerIoOps(interest);
    }
  }

  private final int interest;

  private IoServerIoOps(int interest) {
    this.interest = interest;
  }

  /**
   * {@return the operations of an interest}
   *
   * @param interest made of {@link Interest#READ}, {@link Interest#WRITE} and {@link
   *     Interest#EDGE}, or {@link Interest#NONE}
   */
  public static IoServerIoOps of(int interest) {
    if (interest < 0 || interest >= ALL.length) {
      throw new IllegalArgumentException(
          "interest is " + interest + "; it must be made of READ, WRITE and EDGE, or be NONE");
    }
    return ALL[interest];
  }

  /** {@return bits of {@link Interest}} */
  public int interest() {
    return interest;
  }

  @Override
  public String toString() {
    return "IoServerIoOps(" + interest + ")";
  }
}
