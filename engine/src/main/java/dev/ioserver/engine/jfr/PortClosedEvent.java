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

/** A port has ended; how long it lived, and what it has counted. */
@Name("dev.ioserver.PortClosed")
@Label("Port Closed")
@Category("ioserver")
@Description("A port has ended; how long it lived, and what it has counted.")
@StackTrace(false)
final class PortClosedEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Port")
  @Nullable String port;

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

  @Label("Bytes Not Written")
  @DataAmount
  long dropped;

  PortClosedEvent() {}
}
