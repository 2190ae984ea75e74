package dev.ioserver.windows;

import dev.ioserver.testkit.suite.AbsentOwnerConformance;
import dev.ioserver.testkit.suite.AllocationConformance;
import dev.ioserver.testkit.suite.BackpressureConformance;
import dev.ioserver.testkit.suite.BadInputConformance;
import dev.ioserver.testkit.suite.CallerRunsConformance;
import dev.ioserver.testkit.suite.ChannelConformance;
import dev.ioserver.testkit.suite.CloseConformance;
import dev.ioserver.testkit.suite.ConnectConformance;
import dev.ioserver.testkit.suite.CountersConformance;
import dev.ioserver.testkit.suite.CreditConformance;
import dev.ioserver.testkit.suite.DatagramConformance;
import dev.ioserver.testkit.suite.DatagramSocketsConformance;
import dev.ioserver.testkit.suite.DatagramTroubleConformance;
import dev.ioserver.testkit.suite.DeadLoopConformance;
import dev.ioserver.testkit.suite.EngineUnderTest;
import dev.ioserver.testkit.suite.FailedOpensConformance;
import dev.ioserver.testkit.suite.FirstCauseConformance;
import dev.ioserver.testkit.suite.FramingConformance;
import dev.ioserver.testkit.suite.IdleConformance;
import dev.ioserver.testkit.suite.LifecycleConformance;
import dev.ioserver.testkit.suite.ListenerConformance;
import dev.ioserver.testkit.suite.MemoryConformance;
import dev.ioserver.testkit.suite.MistakeConformance;
import dev.ioserver.testkit.suite.MulticastConformance;
import dev.ioserver.testkit.suite.OptionsConformance;
import dev.ioserver.testkit.suite.PassiveReceiveConformance;
import dev.ioserver.testkit.suite.ReachabilityConformance;
import dev.ioserver.testkit.suite.RegressionConformance;
import dev.ioserver.testkit.suite.SelectConformance;
import dev.ioserver.testkit.suite.SelectThreadsConformance;
import dev.ioserver.testkit.suite.SelectorConformance;
import dev.ioserver.testkit.suite.SelectorWaitConformance;
import dev.ioserver.testkit.suite.ShutdownConformance;
import dev.ioserver.testkit.suite.StreamConformance;
import dev.ioserver.testkit.suite.ThreadsConformance;
import dev.ioserver.testkit.suite.TimerConformance;
import dev.ioserver.testkit.suite.UnixDatagramConformance;
import dev.ioserver.testkit.suite.UnixDatagramTroubleConformance;
import dev.ioserver.testkit.suite.UnixSocketConformance;
import dev.ioserver.testkit.suite.WakeRegressionConformance;
import dev.ioserver.testkit.suite.WakeupConformance;
import dev.ioserver.testkit.suite.WatchConformance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** What every engine must do, on a completion port with AFD. */
@WindowsOnly
@EngineUnderTest("iocp")
class IocpConformanceTest {

  @Nested
  class Stream extends StreamConformance {}

  @Nested
  class Connect extends ConnectConformance {}

  @Nested
  class Listener extends ListenerConformance {}

  @Nested
  class Options extends OptionsConformance {}

  @Nested
  class BadInput extends BadInputConformance {}

  @Nested
  class Close extends CloseConformance {
    @Override
    protected @Nullable String faultOfSystem(String method) {
      return WineFaults.of(method);
    }
  }

  @Nested
  class DeadLoop extends DeadLoopConformance {}

  @Nested
  class FailedOpens extends FailedOpensConformance {}

  @Nested
  class AbsentOwner extends AbsentOwnerConformance {}

  @Nested
  class Lifecycle extends LifecycleConformance {
    @Override
    protected @Nullable String faultOfSystem(String method) {
      return WineFaults.of(method);
    }
  }

  @Nested
  class CallerRuns extends CallerRunsConformance {}

  @Nested
  class Credit extends CreditConformance {}

  @Nested
  class Backpressure extends BackpressureConformance {}

  @Nested
  class Memory extends MemoryConformance {}

  @Nested
  class Mistake extends MistakeConformance {}

  @Nested
  class PassiveReceive extends PassiveReceiveConformance {}

  @Nested
  class Framing extends FramingConformance {}

  @Nested
  class FirstCause extends FirstCauseConformance {}

  @Nested
  class Idle extends IdleConformance {}

  @Nested
  class Shutdown extends ShutdownConformance {}

  @Nested
  class Counters extends CountersConformance {}

  @Nested
  class Timer extends TimerConformance {}

  @Nested
  class Watch extends WatchConformance {}

  @Nested
  class Channel extends ChannelConformance {}

  @Nested
  class Select extends SelectConformance {}

  @Nested
  class SelectThreads extends SelectThreadsConformance {}

  @Nested
  class Threads extends ThreadsConformance {}

  @Nested
  class Reachability extends ReachabilityConformance {}

  @Nested
  class Selector extends SelectorConformance {}

  @Nested
  class SelectorWait extends SelectorWaitConformance {}

  @Nested
  class Wakeup extends WakeupConformance {}

  @Nested
  class WakeRegression extends WakeRegressionConformance {}

  @Nested
  class Regression extends RegressionConformance {
    @Override
    protected long duplicate(long descriptor) {
      return TestCalls.duplicate(descriptor);
    }
  }

  @Nested
  class DatagramSockets extends DatagramSocketsConformance {}

  @Nested
  class Allocation extends AllocationConformance {}

  @Nested
  class Datagram extends DatagramConformance {}

  @Nested
  class DatagramTrouble extends DatagramTroubleConformance {}

  @Nested
  class Multicast extends MulticastConformance {}

  @Nested
  class UnixDatagram extends UnixDatagramConformance {}

  @Nested
  class UnixDatagramTrouble extends UnixDatagramTroubleConformance {}

  @Nested
  class UnixSocket extends UnixSocketConformance {}
}
