package dev.ioserver.testkit.sim.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What has happened in a run, line by line, if somebody wants to read it. */
public final class History {

  private final boolean kept;
  private final List<String> lines = new ArrayList<>();

  /** A history that is kept, or not: most runs are not looked at. */
  public History(boolean kept) {
    this.kept = kept;
  }

  /** Adds a line. */
  public void add(Supplier<String> line) {
    if (kept) {
      lines.add(line.get());
    }
  }

  /** The lines so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
