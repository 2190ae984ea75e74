package dev.ioserver.examples.report;

import dev.ioserver.engine.api.LoopCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Everything that event loops have counted, a column for each loop. */
public final class CounterReport {

  private CounterReport() {}

  /** The table. */
  public static String of(List<LoopCounters> loops) {
    TextTable table = new TextTable();
    List<String> header = new ArrayList<>(List.of("event loop"));
    loops.forEach(loop -> header.add(loop.loop()));
    table.row(header);
    row(table, "messages in", loops, LoopCounters::messagesIn);
    row(table, "messages out", loops, LoopCounters::messagesOut);
    row(table, "bytes in", loops, LoopCounters::bytesIn);
    row(table, "bytes out", loops, LoopCounters::bytesOut);
    row(table, "events", loops, LoopCounters::events);
    row(table, "  stale", loops, LoopCounters::staleEvents);
    row(table, "polls", loops, LoopCounters::polls);
    row(table, "  parks", loops, LoopCounters::parks);
    row(table, "wakes asked for", loops, LoopCounters::wakesAsked);
    row(table, "  written (system calls)", loops, LoopCounters::wakesWritten);
    row(table, "  avoided", loops, LoopCounters::wakesAvoided);
    row(table, "interest changes asked for", loops, LoopCounters::changesAsked);
    row(table, "  applied (system calls)", loops, LoopCounters::changesApplied);
    row(table, "  avoided", loops, LoopCounters::changesAvoided);
    row(table, "polls armed (system calls)", loops, LoopCounters::arms);
    row(table, "reads", loops, LoopCounters::reads);
    row(table, "writes", loops, LoopCounters::writes);
    return table.toString();
  }

  private static void row(
      TextTable table, String name, List<LoopCounters> loops, ToLongFunction<LoopCounters> value) {
    List<String> cells = new ArrayList<>(List.of(name));
    loops.forEach(loop -> cells.add(Numbers.count(value.applyAsLong(loop))));
    table.row(cells);
  }
}
