package dev.ioserver.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.IoServerOptions;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
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
            .idle(IdleStrategy.spin(5))
            .busyPollMicros(6)
            .processBarrier(false)
            .closeTimeoutNanos(7)
            .leakCheck(true)
            .jmx(true);

    assertEquals(
        new IoServerOptions(
            "nio", 2, factory, "name", 3, 4, IdleStrategy.spin(5), 6, false, 7, true, true),
        options);
    assertEquals(options, options.busyPollMicros(1).jmx(false).jmx(true).busyPollMicros(6));
    assertEquals(
        options,
        options
            .idle(IdleStrategy.spin(1))
            .leakCheck(false)
            .leakCheck(true)
            .idle(IdleStrategy.spin(5)));
  }

  @Test
  void devicesAreNotPolledUnlessAskedFor() {
    assertEquals(0, IoServerOptions.defaults().busyPollMicros());
    assertEquals(1_000_000, IoServerOptions.defaults().busyPollMicros(1_000_000).busyPollMicros());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_000_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void timesToPollDevicesThatMakeNoSenseAreRefused(int micros) {
    IoServerOptions defaults = IoServerOptions.defaults();
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> defaults.busyPollMicros(micros));
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("busyPollMicros is " + micros),
        refusal.toString());
  }
}
