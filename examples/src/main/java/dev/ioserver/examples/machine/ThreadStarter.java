package dev.ioserver.examples.machine;

/** Starts threads, and so decides where they run. */
@FunctionalInterface
public interface ThreadStarter {

  /** Starts a daemon thread. */
  Thread start(String name, Runnable work);

  /** Threads that run wherever the system puts them. */
  static ThreadStarter anywhere() {
    return (name, work) -> Thread.ofPlatform().daemon().name(name).start(work);
  }
}
