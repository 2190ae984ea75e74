package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.DatagramCounters;
import dev.ioserver.engine.counter.SingleWriterCounter;
import dev.ioserver.engine.selector.SelectorCore;
import dev.ioserver.engine.spi.TransportCounters;

/** What the selector counts, and the socket calls beside it. The transport's thread writes. */
final class ReadinessCounters {

  final SingleWriterCounter bytesIn = new SingleWriterCounter();
  final SingleWriterCounter bytesOut = new SingleWriterCounter();
  final SingleWriterCounter reads = new SingleWriterCounter();
  final SingleWriterCounter writes = new SingleWriterCounter();
  final SingleWriterCounter datagramsIn = new SingleWriterCounter();
  final SingleWriterCounter datagramsOut = new SingleWriterCounter();
  final SingleWriterCounter datagramsDropped = new SingleWriterCounter();
  final SingleWriterCounter datagramsCut = new SingleWriterCounter();
  final SingleWriterCounter undelivered = new SingleWriterCounter();
  final SingleWriterCounter batchesIn = new SingleWriterCounter();
  final SingleWriterCounter batchesOut = new SingleWriterCounter();

  ReadinessCounters() {}

  /** Both, as of now. Any thread. */
  TransportCounters with(SelectorCore selector) {
    var below = selector.counters();
    return new TransportCounters(
        below.polls(),
        below.parks(),
        below.wakesAsked(),
        below.wakesWritten(),
        below.changesAsked(),
        below.changesApplied(),
        below.arms(),
        below.events(),
        below.staleEvents(),
        reads.get(),
        writes.get(),
        bytesIn.get(),
        bytesOut.get(),
        new DatagramCounters(
            datagramsIn.get(),
            datagramsOut.get(),
            datagramsDropped.get(),
            datagramsCut.get(),
            undelivered.get(),
            batchesIn.get(),
            batchesOut.get()));
  }
}
