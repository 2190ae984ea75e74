package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.PortTotals;
import dev.ioserver.engine.counter.SingleWriterCounter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the ports of a loop count together.
 *
 * <p>Thread-safety: {@link #refused} and {@link #totals} are for any thread; the rest is the
 * loop's.
 */
public final class PortTally {

  private final SingleWriterCounter opened = new SingleWriterCounter();
  private final SingleWriterCounter closed = new SingleWriterCounter();
  private final SingleWriterCounter failed = new SingleWriterCounter();
  private final SingleWriterCounter pausedNanos = new SingleWriterCounter();

  /** Senders of any thread; a refusal is rare enough for a locked instruction. */
  private final AtomicLong refusedSends = new AtomicLong();

  PortTally() {}

  /** A port begins. */
  public void opened() {
    opened.add(1);
  }

  /** A port that began has ended. */
  public void closed() {
    closed.add(1);
  }

  /** A port is told why it fails. */
  public void failed() {
    failed.add(1);
  }

  /** A port reads again, or has ended. */
  public void paused(long nanos) {
    pausedNanos.add(nanos);
  }

  /** A message was not taken. */
  public void refused() {
    refusedSends.getAndIncrement();
  }

  PortTotals totals() {
    // The end before the beginning: never more have ended than began.
    long ended = closed.get();
    return new PortTotals(
        opened.get(), ended, failed.get(), refusedSends.get(), Duration.ofNanos(pausedNanos.get()));
  }
}
