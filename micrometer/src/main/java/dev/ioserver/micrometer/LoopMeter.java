package dev.ioserver.micrometer;

import dev.ioserver.engine.api.LoopCounters;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a loop: a number that only grows.
 *
 * @param name behind the prefix
 * @param unit of the number, or null for a plain count
 * @param description for people
 * @param reading of it from the counters
 */
record LoopMeter(
    String name,
    @Nullable String unit,
    String description,
    ToDoubleFunction<LoopCounters> reading) {

  static final List<LoopMeter> ALL =
      List.of(
          new LoopMeter("polls", "calls that asked the kernel for events", LoopCounters::polls),
          new LoopMeter(
              "parks", "polls before which the loop said that it might block", LoopCounters::parks),
          new LoopMeter(
              "wakes.asked",
              "times that a thread had something for the loop",
              LoopCounters::wakesAsked),
          new LoopMeter(
              "wakes.written", "wakes that cost a system call", LoopCounters::wakesWritten),
          new LoopMeter("changes.asked", "interest changes asked for", LoopCounters::changesAsked),
          new LoopMeter(
              "changes.applied",
              "interest changes that the kernel was told",
              LoopCounters::changesApplied),
          new LoopMeter("arms", "requests for readiness that polls sent", LoopCounters::arms),
          new LoopMeter("events", "events that the kernel gave", LoopCounters::events),
          new LoopMeter(
              "events.stale", "events whose registration was over", LoopCounters::staleEvents),
          new LoopMeter("reads", "calls that read from sockets", LoopCounters::reads),
          new LoopMeter("writes", "calls that wrote to sockets", LoopCounters::writes),
          new LoopMeter("received", "bytes", "bytes read from sockets", LoopCounters::bytesIn),
          new LoopMeter("sent", "bytes", "bytes written to sockets", LoopCounters::bytesOut),
          new LoopMeter(
              "messages.received", "messages delivered by ports", LoopCounters::messagesIn),
          new LoopMeter("messages.sent", "messages sent to ports", LoopCounters::messagesOut),
          new LoopMeter(
              "datagrams.received",
              "datagrams taken from the kernel",
              counters -> counters.datagrams().received()),
          new LoopMeter(
              "datagrams.sent",
              "datagrams that the kernel took",
              counters -> counters.datagrams().sent()),
          new LoopMeter(
              "datagrams.dropped",
              "datagrams that the kernel dropped for want of room",
              counters -> counters.datagrams().dropped()),
          new LoopMeter(
              "datagrams.cut",
              "datagrams that were too long",
              counters -> counters.datagrams().cut()),
          new LoopMeter(
              "datagrams.undelivered",
              "datagrams that were refused, or reported as lost",
              counters -> counters.datagrams().undelivered()),
          new LoopMeter("ports.opened", "ports that began", counters -> counters.ports().opened()),
          new LoopMeter(
              "ports.closed", "ports that have ended", counters -> counters.ports().closed()),
          new LoopMeter("ports.failed", "ports that failed", counters -> counters.ports().failed()),
          new LoopMeter(
              "sends.refused",
              "messages not taken because of the high watermark",
              counters -> counters.ports().refusedSends()),
          new LoopMeter(
              "paused",
              "seconds",
              "time for which ports were not read from, for want of credit or room",
              counters -> counters.ports().paused().toNanos() / 1e9));

  private LoopMeter(String name, String description, ToDoubleFunction<LoopCounters> reading) {
    this(name, null, description, reading);
  }

  String meterName() {
    return "ioserver.loop." + name;
  }

  double value(LoopCounters counters) {
    return reading.applyAsDouble(counters);
  }
}
