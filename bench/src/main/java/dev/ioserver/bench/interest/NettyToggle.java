package dev.ioserver.bench.interest;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.SingleThreadEventExecutor;

/** Connections of Netty. What is asked of them goes to their loop as tasks. */
final class NettyToggle implements ForeignToggle {

  private static final int LOOK = 1 << 10;
  private static final int MOST_PENDING = 1 << 14;

  private final NettyConnections connections;
  private final EventLoop loop;
  private final Runnable again = this::again;
  private volatile boolean stopped;
  private int toggles;

  NettyToggle(String peer, int sockets) throws InterruptedException {
    connections = new NettyConnections(peer, sockets);
    loop = connections.loop();
    loop.execute(again);
  }

  @Override
  public void offAndOn(int socket) {
    connections.offAndOn(socket);
    if ((++toggles & (LOOK - 1)) == 0) {
      while (((SingleThreadEventExecutor) loop).pendingTasks() > MOST_PENDING) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void comeAndGo() {
    throw new UnsupportedOperationException("a channel of Netty belongs to its loop for life");
  }

  @Override
  public void close() {
    stopped = true;
    connections.close();
  }

  /** Keeps the loop awake. */
  private void again() {
    if (!stopped) {
      loop.execute(again);
    }
  }
}
