package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A listener accepts nothing for a while, for want of descriptors or memory. */
@Name("dev.ioserver.ListenerResting")
@Label("Listener Resting")
@Category("ioserver")
@Description("A listener accepts nothing for a while, for want of descriptors or memory.")
@StackTrace(false)
final class ListenerRestingEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Listener")
  @Nullable String listener;

  @Label("Reason")
  @Nullable String reason;

  ListenerRestingEvent() {}
}
