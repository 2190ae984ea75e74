package dev.ioserver.examples.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/** The percentile distribution in HdrHistogram's own text format, in microseconds. */
public final class PercentileFile {

  private static final int TICKS_PER_HALF_DISTANCE = 5;
  private static final double NANOS_PER_MICRO = 1000.0;

  private PercentileFile() {}

  /**
   * Writes a file, or replaces it.
   *
   * @param nanos values in nanoseconds
   */
  public static void write(Path file, Histogram nanos) throws IOException {
    try (PrintStream out =
        new PrintStream(
            new BufferedOutputStream(Files.newOutputStream(file)),
            false,
            StandardCharsets.US_ASCII)) {
      nanos.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NANOS_PER_MICRO);
      if (out.checkError()) {
        throw new IOException("cannot write " + file);
      }
    }
  }
}
