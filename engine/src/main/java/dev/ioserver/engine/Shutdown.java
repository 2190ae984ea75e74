package dev.ioserver.engine;

import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopTask;
import dev.ioserver.engine.loop.ShutdownWatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that shuts down: it accepts no more, and its ports finish. See {@link
 * IoServer#shutdown(Duration)}.
 *
 * <p>Thread-safety: any thread.
 */
public final class Shutdown {

  private static final long LOOK_MILLIS = 1;
  private static final int UNDECIDED = -1;

  private final IoServer server;
  private final List<EventLoop> loops;
  private final long nanos;
  private final long begun = System.nanoTime();

  /** Loops whose listeners are not closed yet. Loops: volatile. */
  private final AtomicInteger accepting;

  /** Loops whose ports have not been told yet. Loops: volatile. */
  private final AtomicInteger untold;

  /** How many ports were left when the loops were asked to close, or UNDECIDED. Volatile. */
  private final AtomicInteger cutOff = new AtomicInteger(UNDECIDED);

  Shutdown(IoServer server, List<EventLoop> loops, Duration time) {
    this.server = server;
    this.loops = loops;
    this.nanos = Durations.nanos(time);
    this.accepting = new AtomicInteger(loops.size());
    this.untold = new AtomicInteger(loops.size());
  }

  /** Has all listeners closed first: a connection that one has accepted may live in any loop. */
  void begin() {
    for (EventLoop loop : loops) {
      loop.execute(new Step(loop.residents()::stopAccepting, this::accepting));
    }
  }

  private void accepting() {
    if (accepting.decrementAndGet() == 0) {
      for (EventLoop loop : loops) {
        loop.execute(new Step(() -> loop.shutDown(new Watch(), nanos), this::told));
      }
    }
  }

  private void told() {
    untold.decrementAndGet();
    endIfNothingIsLeft();
  }

  private void endIfNothingIsLeft() {
    if (untold.get() == 0 && count() == 0) {
      end(0);
    }
  }

  private void end(int left) {
    if (cutOff.compareAndSet(UNDECIDED, left)) {
      loops.forEach(EventLoop::requestClose);
    }
  }

  private int count() {
    return loops.stream().mapToInt(loop -> loop.residents().left()).sum();
  }

  /**
   * {@return how many ports have not finished yet; once the time is over, how many had not by then,
   * and were closed by the server}
   */
  public int left() {
    int decided = cutOff.get();
    return decided == UNDECIDED ? count() : decided;
  }

  /** {@return whether the server has closed} */
  public boolean isDone() {
    return loops.stream().allMatch(EventLoop::isTerminated);
  }

  /**
   * Waits until all ports have finished, or the time is over, and the server has closed. For
   * threads that do not run the server.
   *
   * @return how many ports had not finished when the time was over; 0 if all have
   * @throws InterruptedException if the thread is interrupted; the shutdown goes on
   * @throws IllegalStateException if the calling thread runs the server itself; if the thread that
   *     does has ended, or has not run it for 5 seconds after the time was over
   */
  public int await() throws InterruptedException {
    while (!isDone()) {
      for (EventLoop loop : loops) {
        if (loop.isOwner()) {
          throw new IllegalStateException(
              "this thread runs the server "
                  + loop.name()
                  + ", which cannot shut down while it waits; poll() until isDone()");
        }
        // While there is time, nobody expects the owner to come.
        String absence = loop.absence(begun + nanos + Durations.span(server.closeNanos()));
        if (absence != null && !loop.isTerminated()) {
          throw new IllegalStateException(absence);
        }
      }
      Thread.sleep(LOOK_MILLIS);
    }
    server.close();
    return left();
  }

  /** What the loops say. */
  private final class Watch implements ShutdownWatch {
    @Override
    public void nothingLeft() {
      endIfNothingIsLeft();
    }

    @Override
    public void timeOver() {
      end(count());
    }
  }

  /** Something that each loop does; one that has ended has nothing left to do. */
  private record Step(Runnable body, Runnable then) implements LoopTask {
    @Override
    public void run() {
      try {
        body.run();
      } finally {
        then.run();
      }
    }

    @Override
    public void abandon() {
      then.run();
    }
  }
}
