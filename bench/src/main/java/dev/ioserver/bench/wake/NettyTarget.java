package dev.ioserver.bench.wake;

import dev.ioserver.bench.peer.NettyLoops;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.util.concurrent.SingleThreadEventExecutor;

/** A loop of Netty, woken as its users wake it: by a task. */
final class NettyTarget extends WakeTarget {

  private final IoEventLoopGroup group;
  private final EventLoop loop;
  private final Runnable task = this::ran;

  NettyTarget(String peer) {
    group = NettyLoops.open(peer);
    loop = group.next();
  }

  @Override
  void start(Mode mode) throws Exception {
    loop.submit(() -> {}).sync();
    NettyModes.begin(this, loop, mode);
  }

  @Override
  void wake() {
    loop.execute(task);
  }

  @Override
  int pending() {
    return ((SingleThreadEventExecutor) loop).pendingTasks();
  }

  @Override
  public void close() {
    stop();
    NettyLoops.close(group);
  }
}
