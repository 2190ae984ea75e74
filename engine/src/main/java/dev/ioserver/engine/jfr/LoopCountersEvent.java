package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What a loop has counted since it was opened. */
@Name("dev.ioserver.LoopCounters")
@Label("Loop Counters")
@Category("ioserver")
@Description("What a loop has counted since it was opened.")
@StackTrace(false)
@Period("1 s")
final class LoopCountersEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Engine")
  @Nullable String engine;

  @Label("Polls")
  long polls;

  @Label("Parks")
  long parks;

  @Label("Wakes Asked")
  long wakesAsked;

  @Label("Wakes Written")
  long wakesWritten;

  @Label("Changes Asked")
  long changesAsked;

  @Label("Changes Applied")
  long changesApplied;

  @Label("Reads")
  long reads;

  @Label("Writes")
  long writes;

  @Label("Bytes In")
  @DataAmount
  long bytesIn;

  @Label("Bytes Out")
  @DataAmount
  long bytesOut;

  @Label("Messages In")
  long messagesIn;

  @Label("Messages Out")
  long messagesOut;

  @Label("Ports")
  long ports;

  @Label("Ports Opened")
  long portsOpened;

  @Label("Ports Failed")
  long portsFailed;

  @Label("Refused Sends")
  long refusedSends;

  LoopCountersEvent() {}
}
