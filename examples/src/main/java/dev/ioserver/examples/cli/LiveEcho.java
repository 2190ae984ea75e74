package dev.ioserver.examples.cli;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.examples.dashboard.DashboardSource;
import dev.ioserver.examples.dashboard.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a dashboard shows of a server that knows of nothing but its ports. */
record LiveEcho(IoServer io) implements DashboardSource {

  @Override
  public Sample sample() {
    List<LoopCounters> loops = io.counters();
    LoopCounters all = loops.stream().reduce(LoopCounters::plus).orElseThrow();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("messages in", all.messagesIn());
    counts.put("messages out", all.messagesOut());
    counts.put("KB in", all.bytesIn() >> 10);
    counts.put("KB out", all.bytesOut() >> 10);
    Map<String, Long> losses = new LinkedHashMap<>();
    losses.put("connections failed", all.ports().failed());
    losses.put("sends refused", all.ports().refusedSends());
    losses.put("datagrams dropped", all.datagrams().dropped());
    losses.put("datagrams undelivered", all.datagrams().undelivered());
    return new Sample(counts, losses, null, loops);
  }

  @Override
  public List<PortSnapshot> ports() {
    return io.ports();
  }
}
