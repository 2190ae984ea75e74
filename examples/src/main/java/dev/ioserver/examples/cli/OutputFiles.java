package dev.ioserver.examples.cli;

import dev.ioserver.examples.report.PercentileFile;
import dev.ioserver.examples.report.PercentilePlot;
import dev.ioserver.examples.report.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The files that a load can leave behind.
 *
 * @param hgrm for percentiles as text, or null; with several engines, one file for each, its name
 *     before the ending
 * @param svg for the plot, or null
 */
record OutputFiles(@Nullable Path hgrm, @Nullable Path svg) {

  /** Complains now of what could not be written after the run. */
  void check() {
    checkWritable(hgrm);
    checkWritable(svg);
  }

  void write(String title, List<List<RunOutcome>> rounds) throws IOException {
    if (hgrm == null && svg == null) {
      return;
    }
    Map<String, Histogram> series = sum(rounds);
    if (hgrm != null) {
      for (Map.Entry<String, Histogram> each : series.entrySet()) {
        PercentileFile.write(
            series.size() == 1 ? hgrm : named(hgrm, each.getKey()), each.getValue());
      }
    }
    if (svg != null) {
      PercentilePlot.write(svg, title, series);
    }
  }

  /** All rounds of an engine together. */
  private static Map<String, Histogram> sum(List<List<RunOutcome>> rounds) {
    Map<String, Histogram> series = new LinkedHashMap<>();
    for (List<RunOutcome> round : rounds) {
      for (RunOutcome outcome : round) {
        Histogram roundTrips = outcome.load().roundTrips();
        Histogram sum = series.get(outcome.engine());
        if (sum == null) {
          series.put(outcome.engine(), roundTrips.copy());
        } else {
          sum.add(roundTrips);
        }
      }
    }
    return series;
  }

  /** latency.hgrm becomes latency-epoll.hgrm. */
  private static Path named(Path file, String engine) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    int end = dot < 1 ? name.length() : dot;
    return file.resolveSibling(name.substring(0, end) + "-" + engine + name.substring(end));
  }

  private static void checkWritable(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IllegalArgumentException(
          "cannot write " + file + ": its directory does not exist or is not writable");
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException("cannot write " + file + ": it is a directory");
    }
  }
}
