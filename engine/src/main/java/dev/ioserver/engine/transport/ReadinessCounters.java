package dev.ioserver.engine.transport;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.park.Tally;
import dev.ioserver.engine.spi.TransportCounters;

/** What the selector counts, and the socket calls beside it. */
final class ReadinessCounters implements TransportCounters {

  final Tally bytesIn = new Tally();
  final Tally bytesOut = new Tally();
  final Tally reads = new Tally();
  final Tally writes = new Tally();
  private final IoSelector selector;

  ReadinessCounters(IoSelector selector) {
    this.selector = selector;
  }

  @Override
  public long polls() {
    return selector.polls();
  }

  @Override
  public long parks() {
    return selector.parks();
  }

  @Override
  public long wakesAsked() {
    return selector.wakesAsked();
  }

  @Override
  public long wakesWritten() {
    return selector.wakesWritten();
  }

  @Override
  public long changesAsked() {
    return selector.changesAsked();
  }

  @Override
  public long changesApplied() {
    return selector.changesApplied();
  }

  @Override
  public long arms() {
    return selector.arms();
  }

  @Override
  public long events() {
    return selector.events();
  }

  @Override
  public long staleEvents() {
    return selector.staleEvents();
  }

  @Override
  public long bytesIn() {
    return bytesIn.get();
  }

  @Override
  public long bytesOut() {
    return bytesOut.get();
  }

  @Override
  public long reads() {
    return reads.get();
  }

  @Override
  public long writes() {
    return writes.get();
  }
}
