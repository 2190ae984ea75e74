package dev.ioserver.testkit;

/** Who runs the loop of a server under test. */
public enum Shape {
  /** The loop has a thread of its own; the test's thread parks. */
  OWN_THREADS,
  /** The test's thread runs the loop whenever it waits. */
  CALLER_RUNS
}
