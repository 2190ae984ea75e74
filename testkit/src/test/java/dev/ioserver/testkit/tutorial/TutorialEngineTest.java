package dev.ioserver.testkit.tutorial;

import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.suite.BackpressureConformance;
import dev.ioserver.testkit.suite.CallerRunsConformance;
import dev.ioserver.testkit.suite.ChannelConformance;
import dev.ioserver.testkit.suite.CloseConformance;
import dev.ioserver.testkit.suite.ConnectConformance;
import dev.ioserver.testkit.suite.CountersConformance;
import dev.ioserver.testkit.suite.CreditConformance;
import dev.ioserver.testkit.suite.EngineUnderTest;
import dev.ioserver.testkit.suite.FirstCauseConformance;
import dev.ioserver.testkit.suite.FramingConformance;
import dev.ioserver.testkit.suite.IdleConformance;
import dev.ioserver.testkit.suite.LifecycleConformance;
import dev.ioserver.testkit.suite.PassiveReceiveConformance;
import dev.ioserver.testkit.suite.RegressionConformance;
import dev.ioserver.testkit.suite.SelectConformance;
import dev.ioserver.testkit.suite.SelectThreadsConformance;
import dev.ioserver.testkit.suite.SelectorConformance;
import dev.ioserver.testkit.suite.SelectorWaitConformance;
import dev.ioserver.testkit.suite.ShutdownConformance;
import dev.ioserver.testkit.suite.StreamConformance;
import dev.ioserver.testkit.suite.TimerConformance;
import dev.ioserver.testkit.suite.WakeRegressionConformance;
import dev.ioserver.testkit.suite.WakeupConformance;
import dev.ioserver.testkit.suite.WatchConformance;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The parts of the suite that the tutorial engine passes. Two are left out: it allocates, since
 * nothing in it is for speed, and one test of listeners starts a process of its own, which does not
 * know an engine that is a class of these tests.
 */
@ExtendWith(ServedHere.class)
@EngineUnderTest("tutorial")
class TutorialEngineTest {

  @Nested
  class Stream extends StreamConformance {}

  @Nested
  class Connect extends ConnectConformance {}

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
  class Selector extends SelectorConformance {}

  @Nested
  class SelectorWait extends SelectorWaitConformance {}

  @Nested
  class Wakeup extends WakeupConformance {
    /** Enough to show a mistake; the engines that ship are tried for longer. */
    @Override
    protected int handOvers(Shape shape) {
      return 50_000;
    }
  }

  @Nested
  class WakeRegression extends WakeRegressionConformance {}

  @Nested
  class Regression extends RegressionConformance {}
}
