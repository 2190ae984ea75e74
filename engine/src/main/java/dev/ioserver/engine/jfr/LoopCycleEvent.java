package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A loop did not look at its sockets for this time; who was longest at work. */
@Name("dev.ioserver.LoopCycle")
@Label("Long Loop Cycle")
@Category("ioserver")
@Description("A loop did not look at its sockets for this time; who was longest at work.")
@StackTrace(false)
@Threshold("20 ms")
final class LoopCycleEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Source")
  @Nullable String source;

  @Label("Time of the Source")
  @Timespan
  long sourceTime;

  LoopCycleEvent() {}
}
