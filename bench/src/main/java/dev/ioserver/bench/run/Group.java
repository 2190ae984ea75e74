package dev.ioserver.bench.run;

import dev.ioserver.bench.peer.Peers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A benchmark, the peers it has and the parameters it is run with, each from some tier on. */
public final class Group {

  /** Where a case's figure is found in what JMH gives. */
  enum Figure {
    /** The mean time of an operation. */
    MEAN,
    /** The median of single operations, and beside it the 99th percentile. */
    MEDIAN,
    /** Counters of the benchmark's own: median and 99th percentile in microseconds. */
    OWN_PERCENTILES,
    /** A counter of the benchmark's own: the mean time of an operation in nanoseconds. */
    OWN_MEAN;

    /** Whether an operation is what the benchmark counts, and not what JMH takes for one. */
    boolean isOwn() {
      return this == OWN_PERCENTILES || this == OWN_MEAN;
    }
  }

  private final String title;
  private final Class<?> type;
  private final String method;
  private final Figure figure;
  private String ours = Peers.IOSERVER;
  private @Nullable String callsMeanNothing;
  private final Map<String, Tier> peers = new LinkedHashMap<>();
  private final Map<Map<String, String>, Tier> variants = new LinkedHashMap<>();

  Group(String title, Class<?> type, String method, Figure figure) {
    this.title = title;
    this.type = type;
    this.method = method;
    this.figure = figure;
  }

  Group peers(Tier tier, String... names) {
    for (String name : names) {
      peers.put(name, tier);
    }
    return this;
  }

  /** Which peer is ours; ratios are to it. */
  Group ours(String peer) {
    ours = peer;
    return this;
  }

  Group variant(Tier tier, String... namesAndValues) {
    variants.put(variant(namesAndValues), tier);
    return this;
  }

  void variantUnlessThere(Tier tier, String... namesAndValues) {
    variants.putIfAbsent(variant(namesAndValues), tier);
  }

  private static Map<String, String> variant(String... namesAndValues) {
    Map<String, String> variant = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      variant.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return variant;
  }

  /** System calls are not to be counted, since they would say nothing, and why. */
  Group withoutCalls(String why) {
    callsMeanNothing = why;
    return this;
  }

  @Nullable String callsMeanNothing() {
    return callsMeanNothing;
  }

  List<Case> cases(Tier tier) {
    Map<Map<String, String>, Tier> all =
        variants.isEmpty() ? Map.of(Map.of(), Tier.QUICK) : variants;
    List<Case> cases = new ArrayList<>();
    all.forEach(
        (variant, variantTier) ->
            peers.forEach(
                (peer, peerTier) -> {
                  if (tier.contains(variantTier) && tier.contains(peerTier)) {
                    cases.add(new Case(this, variant, peer));
                  }
                }));
    return cases;
  }

  /** What it measures, in words. */
  public String title() {
    return title;
  }

  /** The class of the benchmark. */
  public Class<?> type() {
    return type;
  }

  /** The method of the benchmark. */
  public String method() {
    return method;
  }

  String ours() {
    return ours;
  }

  Figure figure() {
    return figure;
  }
}
