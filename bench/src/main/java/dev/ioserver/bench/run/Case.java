package dev.ioserver.bench.run;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    return Stream.concat(
            Stream.of(group.title()),
            variant.entrySet().stream().map(part -> words(part.getKey(), part.getValue())))
        .collect(Collectors.joining(", "));
  }

  /** Whether it is this project's: ratios are to it. */
  public boolean isOurs() {
    return peer.equals(group.ours());
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

  private static String words(String name, String value) {
    return switch (name) {
      case "pauseMicros" -> "parked for " + value + " us";
      case "wakers" -> count(value, "waker");
      case "sockets" -> count(value, "socket");
      case "sources" -> count(value, "source");
      case "registered" -> value + " registered";
      case "ready" -> value + " ready";
      case "server" -> value + " server";
      case "client" -> value + " client";
      case "connections" -> count(value, "connection");
      case "bytes" -> value + " B";
      case "messagesPerSecond" -> value + " messages/s";
      case "ordersPerSecond" -> value + " orders/s";
      default -> name + " " + value;
    };
  }

  private static String count(String value, String noun) {
    return value + " " + noun + (value.equals("1") ? "" : "s");
  }

  private String variantText() {
    return variant.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
