package dev.ioserver.testkit.suite;

import dev.ioserver.testkit.fixture.ForeignChannels;
import dev.ioserver.testkit.fixture.Foreigners;
import dev.ioserver.testkit.fixture.OverUnixSockets;
import java.io.IOException;
import org.junit.jupiter.api.Nested;

/**
 * What every engine must do, on java.nio. It is here since the engine cannot depend on this module.
 */
@EngineUnderTest("nio")
class NioConformanceTest {

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
  class Watch extends WatchConformance {
    @Override
    protected Foreigners foreigners() throws IOException {
      return new ForeignChannels();
    }
  }

  @Nested
  class Channel extends ChannelConformance {}

  @Nested
  class Select extends SelectConformance {}

  @Nested
  class Selector extends SelectorConformance {}

  @Nested
  class SelectorWait extends SelectorWaitConformance {}

  @Nested
  class Regression extends RegressionConformance {}

  @Nested
  class DatagramSockets extends DatagramSocketsConformance {}

  @Nested
  class Datagram extends DatagramConformance {

    /** The JDK makes no call for a write of nothing. */
    @Override
    protected boolean sendsEmptyOnesToAPeer() {
      return false;
    }
  }

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
}
