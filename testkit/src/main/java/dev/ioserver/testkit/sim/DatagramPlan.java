package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.testkit.sim.kernel.Dice;

/** What a seed makes of a run with datagrams: the ports, their options, and the kernel. */
final class DatagramPlan {

  private static final int[] LIMITS = {1, 5, 30, 1024};
  private static final int[] BYTES = {100, 3_000, 200_000};

  final long seed;
  final boolean edges;
  final int ports;
  final int steps;

  DatagramPlan(long seed) {
    this.seed = seed;
    this.edges = number(1, 0, 2) == 0;
    this.ports = 2 + number(2, 0, 4);
    this.steps = 50 + number(3, 0, 400);
  }

  /** Whether a port takes its datagrams in batches, without messages. */
  boolean batches(int port) {
    return number(4, port, 3) == 0;
  }

  /** Whether a port sends to one other alone, and hears that one alone. */
  boolean isConnected(int port) {
    // Those before it are open already.
    return port > 1 && number(5, port, 3) == 0;
  }

  int peerOf(int port) {
    return number(6, port, port);
  }

  int inboxLimit(int port) {
    return LIMITS[number(7, port, LIMITS.length)];
  }

  DatagramOptions options(int port) {
    int high = BYTES[number(8, port, BYTES.length)];
    return DatagramOptions.defaults()
        .inboxLimit(inboxLimit(port))
        .watermarks(number(9, port, high), high);
  }

  /** A number from 0 to one less than the bound, for a purpose. */
  int number(int purpose, int who, int bound) {
    return (int) Math.floorMod(Dice.mix(seed, 500 + purpose, who, 0), (long) bound);
  }
}
