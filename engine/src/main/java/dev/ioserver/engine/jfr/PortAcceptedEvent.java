package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A connection was accepted. */
@Name("dev.ioserver.PortAccepted")
@Label("Port Accepted")
@Category("ioserver")
@Description("A connection was accepted.")
@StackTrace(false)
final class PortAcceptedEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Port")
  @Nullable String port;

  PortAcceptedEvent() {}
}
