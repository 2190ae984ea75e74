package dev.ioserver.engine.spi;

import java.util.List;

/**
 * The system properties of this project. A misspelt one would be without effect and without a word.
 *
 * <p>Thread-safety: no state.
 */
final class KnownProperties {

  private static final String PREFIX = "ioserver.";

  private static final String LEAK_CHECK = "ioserver.leakcheck";

  private static final String JFR = "ioserver.jfr";

  /** What programs set, whichever module reads it. */
  private static final List<String> NAMES =
      List.of(
          Engines.PROPERTY, LEAK_CHECK, JFR, "ioserver.kqueue.library", "ioserver.kqueue.waker");

  /** What the project's own tests and benchmarks set. */
  private static final List<String> OF_TESTS =
      List.of("stress", "seed", "sim.", "test.", "bench.", "wine", "kqueue.traits", "debug");

  private KnownProperties() {}

  /** Adds what is wrong with the properties of this process; one line each. */
  static void check(List<String> complaints) {
    StringBuilder unknown = null;
    for (Object key : System.getProperties().keySet()) {
      if (key instanceof String name && isUnknown(name)) {
        unknown =
            unknown == null
                ? new StringBuilder("ioserver has no system property ").append(name)
                : unknown.append(", ").append(name);
      }
    }
    if (unknown != null) {
      complaints.add(
          unknown.append("; those that it has are ").append(String.join(", ", NAMES)).toString());
    }
    checkSwitch(LEAK_CHECK, "the leak check is", complaints);
    checkSwitch(JFR, "events for the flight recorder are", complaints);
  }

  private static void checkSwitch(String name, String what, List<String> complaints) {
    String value = System.getProperty(name);
    if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      complaints.add(what + " off, since -D" + name + "=" + value + " is not true");
    }
  }

  /** Whether it looks like a property of this project, in whatever case, and is none. */
  private static boolean isUnknown(String name) {
    // Most names are told apart by their first letter.
    return (name.startsWith("i") || name.startsWith("I"))
        && name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
        && !NAMES.contains(name)
        && !isOfTests(name);
  }

  private static boolean isOfTests(String name) {
    for (String known : OF_TESTS) {
      if (name.startsWith(known, PREFIX.length())) {
        return true;
      }
    }
    return false;
  }
}
