package dev.ioserver.bench.run;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * One peer in one benchmark.
 *
 * @param group the benchmark
 * @param variant its parameters but for the peer
 * @param peer who is measured
 */
public record Case(Group group, Map<String, String> variant, String peer) {

  /** The benchmark and its parameters: what peers are compared within. */
  public String title() {
    return variant.isEmpty() ? group.title() : group.title() + ", " + variantText();
  }

  /** What {@code --only} looks at. */
  public String name() {
    return group.type().getSimpleName()
        + "."
        + group.method()
        + (variant.isEmpty() ? "" : " " + variantText())
        + " "
        + peer;
  }

  /** The name that JMH knows it by. */
  String benchmark() {
    return group.type().getName() + "." + group.method();
  }

  private String variantText() {
    return variant.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
