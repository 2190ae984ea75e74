package dev.ioserver.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.IoServerOptions;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IoServerOptionsTest {

  @Test
  void eachCopyChangesOnePartAndKeepsTheOthers() {
    ThreadFactory factory = Thread.ofPlatform().factory();

    IoServerOptions options =
        IoServerOptions.defaults()
            .engine("nio")
            .loops(2)
            .threadFactory(factory)
            .name("name")
            .maxRegistrations(3)
            .maxEvents(4)
            .inboxBytes(8)
            .idle(IdleStrategy.spin(Duration.ofNanos(5)))
            .busyPoll(Duration.ofMillis(6))
            .closeTimeout(Duration.ofNanos(7))
            .leakCheck(true)
            .jmx(true)
            .jfr(true);

    assertEquals(
        "IoServerOptions[engine=nio, loops=2, threadFactory="
            + factory
            + ", name=name, maxRegistrations=3, maxEvents=4, inboxBytes=8,"
            + " idle=spin(PT0.000000005S), busyPoll=PT0.006S, closeTimeout=PT0.000000007S,"
            + " leakCheck=true, jmx=true, jfr=true]",
        options.toString());
    assertEquals(
        options.toString(),
        options
            .busyPoll(Duration.ZERO)
            .jmx(false)
            .jmx(true)
            .busyPoll(Duration.ofMillis(6))
            .toString());
    assertSame(factory, options.threadFactory());
    assertEquals(IdleStrategy.spin(Duration.ofNanos(5)), options.idle());
  }

  @Test
  void eachGetterGivesItsPart() {
    IoServerOptions defaults = IoServerOptions.defaults();
    assertEquals("nio", defaults.engine("nio").engine());
    assertNull(defaults.engine("nio").engine(null).engine());
    assertEquals(1, defaults.loops());
    assertEquals(0, defaults.callerRuns().loops());
    assertNull(defaults.threadFactory());
    assertEquals("ioserver", defaults.name());
    assertEquals(3, defaults.maxRegistrations(3).maxRegistrations());
    assertEquals(4, defaults.maxEvents(4).maxEvents());
    assertEquals(Duration.ofSeconds(1), defaults.closeTimeout());
    assertFalse(defaults.leakCheck(false).leakCheck());
    assertFalse(defaults.jmx());
  }

  @Test
  void whatIsOutOfRangeIsRefusedWithWhatIsAllowed() {
    IoServerOptions defaults = IoServerOptions.defaults();
    refuses("loops is -1; it must be 0 to 1024", () -> defaults.loops(-1));
    refuses("loops is 1025; it must be 0 to 1024", () -> defaults.loops(1025));
    refuses("maxRegistrations is 0; it must be 1 to 16777216", () -> defaults.maxRegistrations(0));
    refuses("maxEvents is 65537; it must be 1 to 65536", () -> defaults.maxEvents(65_537));
    refuses(
        "closeTimeout is PT-0.000000001S; it must be 0 or more",
        () -> defaults.closeTimeout(Duration.ofNanos(-1)));
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    assertEquals(forever, defaults.closeTimeout(forever).closeTimeout());
    assertThrows(NullPointerException.class, () -> defaults.idle(null));
    assertThrows(NullPointerException.class, () -> defaults.name(null));
  }

  private static void refuses(String message, Executable change) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, change).getMessage());
  }

  @Test
  void devicesAreNotPolledUnlessAskedFor() {
    assertEquals(Duration.ZERO, IoServerOptions.defaults().busyPoll());
    Duration longest = Duration.ofSeconds(1);
    assertEquals(longest, IoServerOptions.defaults().busyPoll(longest).busyPoll());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1_000_000_001L, Long.MIN_VALUE, Long.MAX_VALUE})
  void timesToPollDevicesThatMakeNoSenseAreRefused(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    refuses(
        "busyPoll is " + time + "; it must be 0 (the system's setting) to PT1S",
        () -> IoServerOptions.defaults().busyPoll(time));
  }
}
