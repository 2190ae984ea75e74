package dev.ioserver.linux;

import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.suite.AbsentOwnerConformance;
import dev.ioserver.testkit.suite.AllocationConformance;
import dev.ioserver.testkit.suite.DeadLoopConformance;
import dev.ioserver.testkit.suite.EngineUnderTest;
import dev.ioserver.testkit.suite.FailedOpensConformance;
import dev.ioserver.testkit.suite.MemoryConformance;
import dev.ioserver.testkit.suite.ReachabilityConformance;
import dev.ioserver.testkit.suite.SelectThreadsConformance;
import dev.ioserver.testkit.suite.WakeRegressionConformance;
import dev.ioserver.testkit.suite.WakeupConformance;
import org.junit.jupiter.api.Nested;

/** The parts of the suite that take longest, on epoll: another process may run them meanwhile. */
@EngineUnderTest("epoll")
class EpollLongConformanceTest {

  private static final int TEN_MILLION = 10_000_000;

  @Nested
  class DeadLoop extends DeadLoopConformance {}

  @Nested
  class FailedOpens extends FailedOpensConformance {}

  @Nested
  class AbsentOwner extends AbsentOwnerConformance {}

  @Nested
  class Memory extends MemoryConformance {}

  @Nested
  class SelectThreads extends SelectThreadsConformance {}

  @Nested
  class Reachability extends ReachabilityConformance {}

  @Nested
  class Wakeup extends WakeupConformance {
    /** The long run of every build: over the poller, where a lost wake-up would be the worst. */
    @Override
    protected int handOvers(Shape shape) {
      return shape == Shape.CALLER_RUNS ? TEN_MILLION : super.handOvers(shape);
    }
  }

  @Nested
  class WakeRegression extends WakeRegressionConformance {}

  @Nested
  class Allocation extends AllocationConformance {}
}
