package dev.ioserver.examples.feed.subscribe;

import dev.ioserver.examples.feed.Count;
import dev.ioserver.examples.feed.FaultCounts;

/** What a subscriber counts. Its thread writes; any thread reads. */
public final class FeedCounts {

  /** Datagrams that were understood, heartbeats among them. */
  public final Count packets = new Count();

  /** Datagrams thrown away on purpose. */
  public final Count thrown = new Count();

  /** Datagrams that the kernel has dropped, where it says so. */
  public final Count drops = new Count();

  /** Messages that went into the books. */
  public final Count messages = new Count();

  /** Messages that had come before. */
  public final Count duplicates = new Count();

  /** Times that numbers were left out. */
  public final Count gaps = new Count();

  /** Messages that were missing at some time. */
  public final Count missed = new Count();

  /** Those of them that came in the end. */
  public final Count recovered = new Count();

  /** Those of them that nobody had any more. */
  public final Count lost = new Count();

  /** Requests sent. */
  public final Count requests = new Count();

  /** From the kernel's stamp until the datagram is looked at. */
  public final Latency kernelToApplication = new Latency();

  /** From the kernel's stamp until a message is in its book. */
  public final Latency wireToBook = new Latency();

  /** What was left out, and why. */
  public final FaultCounts faults;

  /**
   * Nothing yet.
   *
   * @param name of the subscriber, for the log
   */
  public FeedCounts(String name) {
    faults = new FaultCounts(name);
  }

  /** Returns how many messages are missing now. */
  public long missing() {
    return missed.get() - recovered.get() - lost.get();
  }
}
