package dev.ioserver.examples.feed;

/** The multicast group of the tests of this process: several processes test at the same time. */
public final class TestGroup {

  private static final long PROCESS = ProcessHandle.current().pid();

  /** One of 239.255.0.0/16, which no router passes on. */
  public static final String ADDRESS =
      "239.255." + (128 + (PROCESS >> 8 & 0x7f)) + "." + (PROCESS & 0xff);

  private TestGroup() {}
}
