package dev.ioserver.bench.wake;

import dev.ioserver.bench.peer.NettyLoops;
import io.netty.channel.EventLoop;

/** A loop of Netty and its wake-up alone, which carries nothing. Where it ran does not show. */
final class NettyWakeupTarget extends WakeTarget {

  private final NettyLoops.WakeableGroup group;
  private final EventLoop loop;

  NettyWakeupTarget(String peer) {
    group = NettyLoops.openWakeable(peer);
    loop = group.next();
  }

  @Override
  void start(Mode mode) throws Exception {
    loop.submit(() -> {}).sync();
    NettyModes.begin(this, loop, mode);
  }

  @Override
  void wake() {
    group.wake();
  }

  @Override
  public void close() {
    stop();
    NettyLoops.close(group);
  }
}
