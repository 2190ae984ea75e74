package dev.ioserver.engine.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A message was refused, since too many bytes wait to be written. */
@Name("dev.ioserver.WatermarkReached")
@Label("Watermark Reached")
@Category("ioserver")
@Description("A message was refused, since too many bytes wait to be written.")
@StackTrace(false)
final class WatermarkReachedEvent extends Event {

  @Label("Loop")
  @Nullable String loop;

  @Label("Port")
  @Nullable String port;

  @Label("Bytes Not Written")
  @DataAmount
  long pending;

  WatermarkReachedEvent() {}
}
