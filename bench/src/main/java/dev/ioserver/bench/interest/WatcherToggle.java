package dev.ioserver.bench.interest;

import dev.ioserver.bench.peer.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A selector that a thread of its own goes round with. */
final class WatcherToggle implements ForeignToggle {

  private final Watcher watcher;
  private final Thread thread = new Thread(this::run, "watcher");
  private volatile boolean stopped;

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
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
