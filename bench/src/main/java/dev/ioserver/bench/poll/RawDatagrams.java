package dev.ioserver.bench.poll;

import dev.ioserver.bench.raw.RawSockets;
import java.lang.foreign.Arena;

/** Datagram sockets by their descriptors. */
final class RawDatagrams implements AutoCloseable {

  private final RawSockets sockets = new RawSockets();
  private final int[] descriptors;

  RawDatagrams(int count, int ready) {
    descriptors = new int[count];
    try (Arena arena = Arena.ofConfined()) {
      var one = arena.allocate(1);
      for (int i = 0; i < count; i++) {
        descriptors[i] = sockets.datagram();
        if (i < ready) {
          sockets.send(descriptors[i], one, 1);
        }
      }
    }
  }

  int[] descriptors() {
    return descriptors;
  }

  @Override
  public void close() {
    for (int descriptor : descriptors) {
      sockets.close(descriptor);
    }
  }
}
