package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A port has connected; how long that took. */
@Name("dev.ioserver.PortConnected")
@Label("Port Connected")
@Category("ioserver")
@Description("A port has connected; how long that took.")
@StackTrace(false)
final class PortConnectedEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Port")
  @Nullable String port;

  PortConnectedEvent() {}
}
