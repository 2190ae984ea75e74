package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** There is room to send again. */
@Name("dev.ioserver.WatermarkLeft")
@Label("Watermark Left")
@Category("ioserver")
@Description("There is room to send again.")
@StackTrace(false)
final class WatermarkLeftEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Port")
  @Nullable String port;

  @Label("Bytes Not Written")
  @DataAmount
  long pending;

  WatermarkLeftEvent() {}
}
