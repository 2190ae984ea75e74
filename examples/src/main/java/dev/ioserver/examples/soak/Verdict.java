package dev.ioserver.examples.soak;

import dev.ioserver.examples.report.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Whether a run was good: nothing lost, nothing wrong, nothing grown beyond its tolerance. */
public final class Verdict {

  /** Descriptors may not grow at all: at rest there are the listeners and the loops. */
  public static final long DESCRIPTORS = 0;

  /**
   * The heap may grow by what the JVM itself keeps: classes and profiles of code that came late.
   */
  public static final long HEAP_BYTES = 8L << 20;

  /**
   * Resident memory may grow by as much as the heap has committed more, and by this: compiled code,
   * the collector's own tables, and the allocator's free lists.
   */
  public static final long RESIDENT_BYTES = 64L << 20;

  private Verdict() {}

  /** What is off, a line each; none if the run was good. */
  public static List<String> of(SoakResult result) {
    List<String> off = new ArrayList<>();
    SoakResult.Faults faults = result.faults();
    none(off, faults.bytesWrong(), "bytes are not those that were sent");
    none(off, faults.bytesMissing(), "bytes never arrived");
    none(off, faults.wrongEnds(), "connections ended in another way than planned");
    none(off, faults.neverEnded(), "ports never ended");
    none(off, faults.timersEarly(), "timers came early");
    none(off, faults.timersMissing(), "timers never came");
    none(off, faults.handOversWrong(), "messages between threads were lost, doubled or misplaced");
    none(off, faults.wakesLost(), "wakes were lost");
    none(off, faults.threadsFailed(), "threads failed");
    if (result.volumes().connections() == 0 || result.volumes().handOvers() == 0) {
      off.add("nothing was done");
    }
    grown(off, result.before(), result.after());
    return List.copyOf(off);
  }

  private static void grown(List<String> off, Footprint before, Footprint after) {
    // Where the system does not tell, both are the same number.
    grown(off, "descriptors", after.descriptors() - before.descriptors(), DESCRIPTORS);
    grown(off, "bytes of heap", after.heap() - before.heap(), HEAP_BYTES);
    long committed = Math.max(0, after.committed() - before.committed());
    grown(
        off,
        "bytes of resident memory",
        after.resident() - before.resident() - committed,
        RESIDENT_BYTES);
  }

  private static void grown(List<String> off, String what, long more, long tolerance) {
    if (more > tolerance) {
      off.add(
          Numbers.count(more) + " more " + what + ", of " + Numbers.count(tolerance) + " allowed");
    }
  }

  private static void none(List<String> off, long count, String what) {
    if (count != 0) {
      off.add(Numbers.count(count) + " " + what);
    }
  }
}
