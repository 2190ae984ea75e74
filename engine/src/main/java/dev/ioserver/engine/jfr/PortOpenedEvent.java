package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A port begins to connect, or is bound for datagrams. */
@Name("dev.ioserver.PortOpened")
@Label("Port Opened")
@Category("ioserver")
@Description("A port begins to connect, or is bound for datagrams.")
@StackTrace(false)
final class PortOpenedEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Port")
  @Nullable String port;

  PortOpenedEvent() {}
}
