package dev.ioserver.bench.timer;

import dev.ioserver.bench.peer.Peers;
import java.util.concurrent.Callable;

/** Timers of one loop, all of them set for far later. They are used within {@link #run} alone. */
interface TimerPeer {

  /** So many timers, each set. */
  static TimerPeer of(String peer, int timers) throws Exception {
    return switch (peer) {
      case Peers.IOSERVER, Peers.IOSERVER_NIO -> new IoServerTimers(Peers.engine(peer), timers);
      case Peers.AGRONA -> new AgronaTimers(timers);
      default -> new NettyTimers(peer, timers);
    };
  }

  /** Runs something on the thread that owns the timers, and waits for it. */
  void run(Callable<Void> body) throws Exception;

  /** Sets one of them anew. */
  void reschedule(int timer, long delayNanos);

  /** Makes one more timer, and cancels it. */
  void openAndCancel(long delayNanos);

  /** Looks for what is due, once, where the owner's thread does not do so by itself. */
  void turn();

  /** Ends the loop. */
  void close();
}
