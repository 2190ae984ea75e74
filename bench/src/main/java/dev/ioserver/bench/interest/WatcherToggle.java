package dev.ioserver.bench.interest;

import dev.ioserver.bench.peer.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/** A selector that a thread of its own goes round with. */
final class WatcherToggle implements ForeignToggle {

  /** Enough that the thread has been round between two uses of the same one. */
  static final int SPARES = 512;

  private final Watcher watcher;
  private final Thread thread = new Thread(this::run, "watcher");
  private volatile boolean stopped;

  /** How often the thread has been round. Its own: release store. The other: acquire load. */
  private final AtomicLong rounds = new AtomicLong();

  /** When each spare socket was deregistered, in rounds. */
  private final long[] gone = new long[SPARES];

  private int next;
  private int registered;

  WatcherToggle(Watcher watcher) {
    this.watcher = watcher;
    watcher.transfer();
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void offAndOn(int socket) {
    watcher.read(socket, false);
    watcher.read(socket, true);
  }

  /**
   * Half of the spare sockets are registered at any time, so that between the coming and the going
   * of each there is time for the kernel to be told. A socket that went must have been dealt with
   * before it comes again, which no peer does without: here the caller waits if need be.
   */
  @Override
  public void comeAndGo() throws IOException {
    int coming = next;
    next = (coming + 1) % SPARES;
    // One round may have begun before it went.
    while (rounds.getAcquire() - gone[coming] < 2) {
      Thread.onSpinWait();
    }
    watcher.register(coming);
    if (registered < SPARES / 2) {
      registered++;
      return;
    }
    int going = (coming + SPARES / 2) % SPARES;
    watcher.deregister(going);
    gone[going] = rounds.getAcquire();
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    Threads.join(thread);
    watcher.transfer();
    watcher.close();
  }

  private void run() {
    try {
      while (!stopped) {
        watcher.look();
        rounds.setRelease(rounds.getPlain() + 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
