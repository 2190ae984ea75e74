package dev.ioserver.engine.selector;

/**
 * A registration's name in 64 bits, which the kernel hands back with each event: the slot's index
 * in the low half, its generation in the high half. No look-up, no boxing; a stale one is
 * recognised.
 */
final class Token {

  private Token() {}

  static long of(int index, int generation) {
    return ((long) generation << 32) | (index & 0xFFFF_FFFFL);
  }

  static int index(long token) {
    return (int) token;
  }

  static int generation(long token) {
    return (int) (token >>> 32);
  }
}
