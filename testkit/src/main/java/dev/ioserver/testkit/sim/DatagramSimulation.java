package dev.ioserver.testkit.sim;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.DatagramCounters;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.fixture.LentEngine;
import dev.ioserver.testkit.sim.kernel.Dice;
import dev.ioserver.testkit.sim.kernel.Fault;
import dev.ioserver.testkit.sim.kernel.History;
import dev.ioserver.testkit.sim.kernel.SimEngine;
import dev.ioserver.testkit.sim.kernel.SimKernel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Datagram ports of a caller-run server over the simulated kernel, whose network loses, doubles and
 * reorders. The same seed and faults give the same run.
 *
 * <p>For one thread at a time.
 */
public final class DatagramSimulation {

  private static final SocketAddress GROUP =
      new InetSocketAddress(InetAddress.ofLiteral("239.255.9.9"), 30_001);

  private static final int MOST_ROUNDS = 20_000;

  private final DatagramPlan plan;
  private final Dice dice;
  private final History history;
  private final SimKernel kernel;
  private final List<DatagramUser> users = new ArrayList<>();
  private int turn;

  private DatagramSimulation(long seed, Set<Fault> faults, boolean keepHistory) {
    this.plan = new DatagramPlan(seed);
    this.dice = new Dice(seed, faults, Set.of());
    this.history = new History(keepHistory);
    this.kernel = new SimKernel(dice, history, plan.edges, false);
  }

  /**
   * Runs a seed, and fails with its history if it breaks a rule.
   *
   * @param seed what decides everything
   * @throws AssertionError with how to replay it, the rule, and the history
   */
  public static void check(long seed) {
    check(seed, Fault.all());
  }

  static void check(long seed, Set<Fault> faults) {
    Outcome outcome = run(seed, faults, false);
    if (!outcome.isGood()) {
      List<String> lines = new ArrayList<>();
      lines.add(Simulations.replay(seed));
      lines.add("broken: " + outcome.cause());
      lines.addAll(run(seed, faults, true).history());
      throw new AssertionError(String.join("\n", lines), outcome.cause());
    }
  }

  /**
   * What becomes of a seed.
   *
   * @param faults those that may happen
   */
  static Outcome run(long seed, Set<Fault> faults, boolean keepHistory) {
    DatagramSimulation simulation = new DatagramSimulation(seed, faults, keepHistory);
    SimKernel kernel = simulation.kernel;
    Throwable thrown = null;
    kernel.enter();
    try (LoggedErrors errors = new LoggedErrors()) {
      thrown = simulation.run();
      LogRecord logged = errors.first();
      if (thrown == null && logged != null) {
        thrown = kernel.violated("logged", logged.getMessage() + ": " + logged.getThrown());
      }
    } finally {
      kernel.leave();
    }
    Throwable cause = kernel.violation() != null ? kernel.violation() : thrown;
    String rule = cause == null ? null : cause.getClass().getSimpleName();
    return new Outcome(rule, cause, simulation.dice.fired(), simulation.history.lines());
  }

  private @Nullable Throwable run() {
    try (IoServer server = open()) {
      openPorts(server);
      for (int i = 0; i < plan.steps && kernel.violation() == null; i++) {
        step(server);
        users.forEach(DatagramUser::check);
      }
      history.add(() -> "now it comes to rest");
      rest(server);
      end(server);
    } catch (Exception | Error e) {
      return e;
    }
    if (!kernel.open().isEmpty()) {
      return kernel.violated("left open", kernel.open().toString());
    }
    return null;
  }

  private IoServer open() throws SystemCallException {
    try (var _ = new LentEngine(new SimEngine())) {
      return IoServer.open(
          IoServerOptions.defaults()
              .engine(SimEngine.NAME)
              .callerRuns()
              .name("D")
              .leakCheck(false)
              .maxRegistrations(64)
              .closeTimeout(Duration.ofSeconds(60)));
    }
  }

  private void openPorts(IoServer server) throws SystemCallException {
    for (int i = 0; i < plan.ports; i++) {
      DatagramOptions options = plan.options(i);
      // The first two hear a group.
      int number = i < 2 ? ((InetSocketAddress) GROUP).getPort() : 0;
      if (plan.isConnected(i)) {
        options = options.remote(users.get(plan.peerOf(i)).port().localAddress());
      }
      DatagramPort port = open(server, i, number, options);
      users.add(
          new DatagramUser(
              kernel,
              kernel.datagrams(SimKernel.DATAGRAMS + i),
              port,
              plan.batches(i),
              plan.inboxLimit(i)));
      if (i < 2) {
        var _ = port.join(((InetSocketAddress) GROUP).getAddress(), null);
      }
    }
  }

  private DatagramPort open(IoServer server, int index, int number, DatagramOptions options)
      throws SystemCallException {
    while (true) {
      kernel.next(SimKernel.DATAGRAMS + index);
      try {
        return server.bind(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), number), options);
      } catch (SystemCallException e) {
        if (e.kind() != SystemCallException.Kind.TOO_MANY_DESCRIPTORS) {
          throw e;
        }
      }
    }
  }

  private int number(int bound) {
    return (int) Math.floorMod(Dice.mix(plan.seed, 900, turn++, 0), (long) bound);
  }

  private void step(IoServer server) {
    DatagramUser user = users.get(number(users.size()));
    int kind = number(100);
    history.add(() -> "step " + kind + " at " + user.socket());
    if (kind < 35) {
      for (int i = number(8); i >= 0; i--) {
        user.send(destination(), length());
      }
    } else if (kind < 40) {
      user.flush();
    } else if (kind < 60) {
      poll(server, 1 + number(50));
    } else if (kind < 75) {
      kernel.move();
    } else if (kind < 88) {
      user.addCredit(1 + number(20));
    } else if (kind < 94) {
      user.unlimited();
    } else if (kind < 98) {
      kernel.pass(number(20_000_000));
    } else if (number(4) == 0) {
      user.close(number(2) == 0);
    }
  }

  private SocketAddress destination() {
    int to = number(users.size() + 1);
    return to == users.size() ? GROUP : users.get(to).port().localAddress();
  }

  private int length() {
    int kind = number(20);
    return kind == 0 ? 65_520 : kind == 1 ? number(4) : 4 + number(60);
  }

  private int poll(IoServer server, int limit) {
    return server.poll(this::hear, limit);
  }

  private void hear(Receiver<?> source, Message message) {
    if (source instanceof DatagramPort port && port.attachment() instanceof DatagramUser user) {
      user.hear(message);
    } else {
      throw kernel.violated("message", message + " of nobody");
    }
  }

  /** Nothing goes wrong any more, everybody has credit: all that is on its way comes to its end. */
  private void rest(IoServer server) {
    dice.calm();
    users.forEach(DatagramUser::unlimited);
    int idle = 0;
    for (int round = 0; idle < 5; round++) {
      if (round > MOST_ROUNDS) {
        throw kernel.violated("no rest", "it goes on and on");
      }
      int events = kernel.events();
      int heard = poll(server, 100);
      boolean moved = kernel.move();
      kernel.pass(20_000_000);
      idle = heard > 0 || moved || kernel.events() > events ? 0 : idle + 1;
    }
    users.forEach(DatagramUser::checkAtRest);
    DatagramCounters counters = server.counters().getFirst().datagrams();
    equal("received", sum(user -> user.socket().given().size()), counters.received());
    equal("sent", sum(user -> user.socket().taken().size()), counters.sent());
    equal("dropped", sum(user -> user.socket().droppedAsTold()), counters.dropped());
    equal("undelivered", sum(user -> user.socket().errorsGiven()), counters.undelivered());
    if (sum(DatagramUser::undelivered) > counters.undelivered()) {
      throw kernel.violated("counters", "more is told as undelivered than counted");
    }
  }

  private long sum(java.util.function.ToLongFunction<DatagramUser> part) {
    return users.stream().mapToLong(part).sum();
  }

  private void equal(String what, long kernels, long counted) {
    if (kernels != counted) {
      throw kernel.violated("counters", what + ": " + kernels + ", the loop says " + counted);
    }
  }

  private void end(IoServer server) {
    users.forEach(user -> user.close(false));
    server.close();
    try {
      while (true) {
        poll(server, 1000);
      }
    } catch (ChannelClosedException e) {
      // That was all.
    }
    for (DatagramUser user : users) {
      if (!user.isClosed()) {
        throw kernel.violated("end", user.socket() + " has not said that it is closed");
      }
    }
  }
}
