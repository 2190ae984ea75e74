package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A port has failed; why, and what it has counted until then. */
@Name("dev.ioserver.PortFailed")
@Label("Port Failed")
@Category("ioserver")
@Description("A port has failed; why, and what it has counted until then.")
@StackTrace(false)
final class PortFailedEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Port")
  @Nullable String port;

  @Label("Reason")
  @Nullable String reason;

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

  @Label("Refused Sends")
  long refusedSends;

  @Label("Time Paused")
  @Timespan
  long paused;

  PortFailedEvent() {}
}
