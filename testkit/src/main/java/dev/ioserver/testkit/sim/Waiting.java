package dev.ioserver.testkit.sim;

import dev.ioserver.testkit.sim.kernel.SimKernel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * A server that waits without end, and what strangers do meanwhile: whatever they ask of it must
 * wake it.
 */
final class Waiting {

  private final SimKernel kernel;
  private final Servers servers;

  /** Does a step of a stranger; whether it has asked something of the server that waits. */
  private final Predicate<Step> doing;

  private final Deque<Step> steps = new ArrayDeque<>();

  Waiting(SimKernel kernel, Servers servers, Predicate<Step> doing) {
    this.kernel = kernel;
    this.servers = servers;
    this.doing = doing;
  }

  /** A stranger does this when a server waits next. */
  void later(Step step) {
    steps.add(step);
  }

  /** Has a server wait; it ends with a message, or when a stranger ends it. */
  void run(int server) throws InterruptedException {
    if (servers.isClosed(server)) {
      return;
    }
    kernel.whileBlocked(() -> blocked(server));
    try {
      servers.await(server);
    } finally {
      kernel.whileBlocked(() -> false);
    }
    // Those who came too late find it awake.
    while (!steps.isEmpty()) {
      next();
    }
    // Sends of two threads have no order among each other: what strangers sent goes first.
    servers.pollAll();
  }

  /** The server is blocked; whether somebody has asked something of it, which must wake it. */
  private boolean blocked(int server) {
    try {
      while (!steps.isEmpty()) {
        Step step = steps.element();
        if (next() && servers.isOf(step.who(), server)) {
          return true;
        }
      }
      Stranger.does(servers.server(server)::wakeup);
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean next() throws InterruptedException {
    Step step = steps.remove();
    boolean[] asked = new boolean[1];
    Stranger.does(() -> asked[0] = doing.test(step));
    return asked[0];
  }
}
