package dev.ioserver.bsd;

import java.util.Arrays;

/**
 * Errors of sockets that came with an event and that the socket itself therefore no longer knows.
 *
 * <p>kqueue shows the error that a socket keeps, in the event's filter flags, and leaves it with
 * the socket. libkqueue (2.7, {@code src/linux/read.c} and {@code write.c} of
 * https://github.com/mheily/libkqueue) asks for it with SO_ERROR, which clears it: a refused
 * connect then looks as if it were still under way, a reset like an end in good order, and a
 * datagram that nobody has taken as if it had arrived. Here the error waits for the call that would
 * have shown it.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class TakenErrors {

  private static final int FIRST_CAPACITY = 8;

  private long[] descriptors = new long[FIRST_CAPACITY];
  private int[] codes = new int[FIRST_CAPACITY];
  private int count;

  /** Keeps the first error of a descriptor; what follows it is that the socket is dead. */
  void keep(long descriptor, int code) {
    if (find(descriptor) >= 0) {
      return;
    }
    if (count == codes.length) {
      descriptors = Arrays.copyOf(descriptors, count * 2);
      codes = Arrays.copyOf(codes, count * 2);
    }
    descriptors[count] = descriptor;
    codes[count] = code;
    count++;
  }

  /** Hands out the error of a descriptor, once; 0 if there is none. */
  int take(long descriptor) {
    int at = find(descriptor);
    if (at < 0) {
      return 0;
    }
    int code = codes[at];
    count--;
    descriptors[at] = descriptors[count];
    codes[at] = codes[count];
    return code;
  }

  private int find(long descriptor) {
    for (int i = 0; i < count; i++) {
      if (descriptors[i] == descriptor) {
        return i;
      }
    }
    return -1;
  }
}
