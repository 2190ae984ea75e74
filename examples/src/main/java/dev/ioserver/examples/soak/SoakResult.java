package dev.ioserver.examples.soak;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run has done, and what was wrong.
 *
 * @param engine the engine's name
 * @param seed what the plans were drawn from
 * @param elapsedNanos from the first connection to the last
 * @param volumes what was done
 * @param faults what was lost or wrong
 * @param before what the process held at rest, after the first part of the run
 * @param after what it held at rest at the end
 * @param roundTrips of small bursts from thread to thread and back, in nanoseconds
 * @param timersLate how late timers came, in nanoseconds
 * @param notes the first lines that say what was wrong
 */
public record SoakResult(
    String engine,
    long seed,
    long elapsedNanos,
    Volumes volumes,
    Faults faults,
    Footprint before,
    Footprint after,
    Histogram roundTrips,
    Histogram timersLate,
    List<String> notes) {

  /**
   * What was done.
   *
   * @param connections connections opened
   * @param endings how many of them by the way they end
   * @param mostOpen the most that were open at the same time
   * @param bytes bytes received and compared
   * @param timers timers that have expired
   * @param timersCancelled timers that were cancelled
   * @param handOvers messages handed from thread to thread through channels
   * @param wakesAsked wakes asked of event loops
   * @param wakesWritten those that cost a system call
   */
  public record Volumes(
      long connections,
      Map<String, Long> endings,
      long mostOpen,
      long bytes,
      long timers,
      long timersCancelled,
      long handOvers,
      long wakesAsked,
      long wakesWritten) {}

  /**
   * What was lost or wrong; all 0 in a good run.
   *
   * @param bytesWrong bytes that are not those that were sent
   * @param bytesMissing bytes that should have arrived, and did not
   * @param wrongEnds connections that ended in another way than planned, failed listeners too
   * @param neverEnded ports that had not ended when they were given up
   * @param timersEarly timers that came before their time
   * @param timersMissing timers that never came
   * @param handOversWrong messages between threads that were lost, doubled or out of order
   * @param wakesLost threads that waited although there was something for them
   * @param threadsFailed threads and loops that ended by an exception
   */
  public record Faults(
      long bytesWrong,
      long bytesMissing,
      long wrongEnds,
      long neverEnded,
      long timersEarly,
      long timersMissing,
      long handOversWrong,
      long wakesLost,
      long threadsFailed) {

    /** None. */
    public static Faults none() {
      return new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** What never arrived: bytes, ends, timers, messages and wakes. */
    public long lost() {
      return bytesMissing + neverEnded + timersMissing + handOversWrong + wakesLost;
    }
  }
}
