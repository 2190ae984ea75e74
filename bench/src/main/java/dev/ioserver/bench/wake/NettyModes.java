package dev.ioserver.bench.wake;

import io.netty.channel.EventLoop;

/** What a loop of Netty is kept doing. */
final class NettyModes {

  private NettyModes() {}

  static void begin(WakeTarget target, EventLoop loop, WakeTarget.Mode mode) {
    switch (mode) {
      case CYCLING -> loop.execute(new Again(target, loop));
      case BUSY ->
          loop.execute(
              () -> {
                while (!target.isStopped()) {
                  Thread.onSpinWait();
                }
              });
      case PARKING -> {
        // It parks by itself when it has nothing to do.
      }
    }
  }

  /** Puts itself into the loop again, so that the loop never has nothing to do. */
  private record Again(WakeTarget target, EventLoop loop) implements Runnable {
    @Override
    public void run() {
      if (!target.isStopped()) {
        loop.execute(this);
      }
    }
  }
}
