package dev.ioserver.engine.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would come of opening a server now whose options name no engine: for diagnosis.
 *
 * @param engine the name of the engine that would be used, or null if there is none
 * @param failure why there is none, or null
 * @param secondBest what stands between that engine and the best that this system has, in the words
 *     of the log; null if it is the best
 * @param complaints what else is wrong with how this process was started; one line each
 */
public record Outlook(
    @Nullable String engine,
    @Nullable String failure,
    @Nullable String secondBest,
    List<String> complaints) {

  /** With a copy of the list. */
  public Outlook {
    complaints = List.copyOf(complaints);
  }
}
