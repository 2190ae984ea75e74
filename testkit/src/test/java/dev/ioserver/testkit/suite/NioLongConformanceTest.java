package dev.ioserver.testkit.suite;

import dev.ioserver.testkit.fixture.ForeignChannels;
import dev.ioserver.testkit.fixture.Foreigners;
import java.io.IOException;
import org.junit.jupiter.api.Nested;

/**
 * The parts of the suite that take longest, on java.nio: another process may run them meanwhile.
 */
@EngineUnderTest("nio")
class NioLongConformanceTest {

  @Nested
  class DeadLoop extends DeadLoopConformance {}

  @Nested
  class FailedOpens extends FailedOpensConformance {}

  @Nested
  class AbsentOwner extends AbsentOwnerConformance {
    @Override
    protected Foreigners foreigners() throws IOException {
      return new ForeignChannels();
    }
  }

  @Nested
  class Memory extends MemoryConformance {}

  @Nested
  class Idle extends IdleConformance {}

  @Nested
  class SelectThreads extends SelectThreadsConformance {}

  @Nested
  class Threads extends ThreadsConformance {}

  @Nested
  class Reachability extends ReachabilityConformance {}

  @Nested
  class Wakeup extends WakeupConformance {}

  @Nested
  class WakeRegression extends WakeRegressionConformance {}

  @Nested
  class Allocation extends AllocationConformance {
    @Override
    protected Foreigners foreigners() throws IOException {
      return new ForeignChannels();
    }

    /** The JDK makes an object of the address of each sender that is not the one before. */
    @Override
    protected long bytesPerDatagram() {
      return 500;
    }
  }
}
