package dev.ioserver.linux;

import dev.ioserver.testkit.fixture.OverUnixSockets;
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
import dev.ioserver.testkit.suite.EngineUnderTest;
import dev.ioserver.testkit.suite.FirstCauseConformance;
import dev.ioserver.testkit.suite.FramingConformance;
import dev.ioserver.testkit.suite.IdleConformance;
import dev.ioserver.testkit.suite.LifecycleConformance;
import dev.ioserver.testkit.suite.ListenerConformance;
import dev.ioserver.testkit.suite.MistakeConformance;
import dev.ioserver.testkit.suite.MulticastConformance;
import dev.ioserver.testkit.suite.OptionsConformance;
import dev.ioserver.testkit.suite.PassiveReceiveConformance;
import dev.ioserver.testkit.suite.RegressionConformance;
import dev.ioserver.testkit.suite.SelectConformance;
import dev.ioserver.testkit.suite.SelectorConformance;
import dev.ioserver.testkit.suite.SelectorWaitConformance;
import dev.ioserver.testkit.suite.ShutdownConformance;
import dev.ioserver.testkit.suite.StreamConformance;
import dev.ioserver.testkit.suite.ThreadsConformance;
import dev.ioserver.testkit.suite.TimerConformance;
import dev.ioserver.testkit.suite.UnixDatagramConformance;
import dev.ioserver.testkit.suite.UnixDatagramTroubleConformance;
import dev.ioserver.testkit.suite.UnixSocketConformance;
import dev.ioserver.testkit.suite.WatchConformance;
import org.junit.jupiter.api.Nested;

/** What every engine must do, on epoll. */
@EngineUnderTest("epoll")
class EpollConformanceTest {

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
  class Close extends CloseConformance {}

  @Nested
  class Lifecycle extends LifecycleConformance {}

  @Nested
  class CallerRuns extends CallerRunsConformance {}

  @Nested
  class Credit extends CreditConformance {}

  @Nested
  class Backpressure extends BackpressureConformance {}

  @Nested
  class Mistake extends MistakeConformance {}

  @Nested
  class PassiveReceive extends PassiveReceiveConformance {}

  @Nested
  class Framing extends FramingConformance {}

  @Nested
  class FirstCause extends FirstCauseConformance {}

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
  class Selector extends SelectorConformance {}

  @Nested
  class SelectorWait extends SelectorWaitConformance {}

  @Nested
  class Regression extends RegressionConformance {
    @Override
    protected long duplicate(long descriptor) {
      return TestCalls.dup((int) descriptor);
    }
  }

  @Nested
  class DatagramSockets extends DatagramSocketsConformance {}

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

  @Nested
  @OverUnixSockets
  class UnixStream extends StreamConformance {}

  @Nested
  @OverUnixSockets
  class UnixClose extends CloseConformance {}

  @Nested
  @OverUnixSockets
  class UnixCredit extends CreditConformance {}

  @Nested
  @OverUnixSockets
  class UnixBackpressure extends BackpressureConformance {}

  @Nested
  @OverUnixSockets
  class UnixPassiveReceive extends PassiveReceiveConformance {}

  @Nested
  @OverUnixSockets
  class UnixFraming extends FramingConformance {}

  @Nested
  @OverUnixSockets
  class UnixCallerRuns extends CallerRunsConformance {}

  @Nested
  class Idle extends IdleConformance {}

  @Nested
  class Threads extends ThreadsConformance {}
}
