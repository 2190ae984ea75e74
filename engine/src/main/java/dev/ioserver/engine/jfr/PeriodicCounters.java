package dev.ioserver.engine.jfr;

import dev.ioserver.engine.api.LoopCounters;
import java.util.List;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a server's loops, as the recorder asks for them: once a second by default.
 *
 * <p>Thread-safety: any thread.
 */
public final class PeriodicCounters implements AutoCloseable {

  private final Runnable hook;

  private PeriodicCounters(Runnable hook) {
    this.hook = hook;
  }

  /** Shows these counters from now on; null, and a line in the log, if the recorder refuses. */
  public static @Nullable PeriodicCounters of(Supplier<List<LoopCounters>> counters) {
    Runnable hook = () -> counters.get().forEach(PeriodicCounters::commit);
    try {
      FlightRecorder.addPeriodicEvent(LoopCountersEvent.class, hook);
      return new PeriodicCounters(hook);
    } catch (IllegalStateException | IllegalArgumentException | SecurityException e) {
      System.getLogger("dev.ioserver.engine")
          .log(
              System.Logger.Level.WARNING,
              () -> "the flight recorder gets no counters of loops: " + e.getMessage());
      return null;
    }
  }

  private static void commit(LoopCounters counters) {
    LoopCountersEvent event = new LoopCountersEvent();
    event.loop = counters.loop();
    event.engine = counters.engine();
    event.polls = counters.polls();
    event.parks = counters.parks();
    event.wakesAsked = counters.wakesAsked();
    event.wakesWritten = counters.wakesWritten();
    event.changesAsked = counters.changesAsked();
    event.changesApplied = counters.changesApplied();
    event.reads = counters.reads();
    event.writes = counters.writes();
    event.bytesIn = counters.bytesIn();
    event.bytesOut = counters.bytesOut();
    event.messagesIn = counters.messagesIn();
    event.messagesOut = counters.messagesOut();
    event.ports = counters.ports().open();
    event.portsOpened = counters.ports().opened();
    event.portsFailed = counters.ports().failed();
    event.refusedSends = counters.ports().refusedSends();
    event.commit();
  }

  /** Shows them no more. */
  @Override
  public void close() {
    FlightRecorder.removePeriodicEvent(hook);
  }
}
