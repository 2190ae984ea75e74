package dev.ioserver.linux;

import dev.ioserver.testkit.Shape;
import dev.ioserver.testkit.WakeupConformance;

class EpollWakeupConformanceTest extends WakeupConformance {

  private static final int TEN_MILLION = 10_000_000;

  @Override
  protected String engine() {
    return "epoll";
  }

  /** The long run of every build: over the poller, where a lost wake-up would be the worst. */
  @Override
  protected int handOvers(Shape shape) {
    return shape == Shape.CALLER_RUNS ? TEN_MILLION : super.handOvers(shape);
  }
}
