package dev.ioserver.engine.doctor;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What an engine can do with datagrams on this system. */
final class DatagramFeatures {

  private DatagramFeatures() {}

  /** In words, for the report; an engine is opened for that, and closed again. */
  static String inWords(String engine) {
    try (IoServer io =
        IoServer.open(IoServerOptions.defaults().engine(engine).callerRuns().jmx(false))) {
      Set<Feature> found = io.datagramFeatures();
      if (found.isEmpty()) {
        return "plain ones at most";
      }
      Set<Feature> lacking = EnumSet.allOf(Feature.class);
      lacking.removeAll(found);
      return words(found) + (lacking.isEmpty() ? "" : "; not: " + words(lacking));
    } catch (IOException | RuntimeException e) {
      return "unknown: " + e.getMessage();
    }
  }

  private static String words(Set<Feature> features) {
    return EnumSet.copyOf(features).stream()
        .map(feature -> feature.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
  }
}
