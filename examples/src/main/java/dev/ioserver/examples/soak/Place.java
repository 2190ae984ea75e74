package dev.ioserver.examples.soak;

import java.util.Locale;

/** Where the thread that gets messages from another one waits for them. */
enum Place {
  /** In the channel itself. */
  CHANNEL,
  /** In a select, of a thread that has no loop. */
  SELECT,
  /** In the kernel's poller: the thread runs a loop. */
  LOOP,
  /** In the channel, and both threads are virtual. */
  VIRTUAL;

  /** Half of them use each of the two kinds of channel. */
  boolean isManyToOne() {
    return this == SELECT || this == LOOP;
  }

  /** A thread, not yet started, that does not keep the JVM alive. */
  Thread thread(String name, Runnable task) {
    return this == VIRTUAL
        ? Thread.ofVirtual().name(name).unstarted(task)
        : Thread.ofPlatform().daemon().name(name).unstarted(task);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
