package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.sim.kernel.History;
import dev.ioserver.testkit.sim.kernel.SimKernel;
import dev.ioserver.testkit.sim.kernel.SimSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The users of a run: does their steps, and hears what the servers have to say. */
final class Users {

  private final Plan plan;
  private final SimKernel kernel;
  private final History history;
  private final Servers servers;
  private final Waiting waiting;
  private boolean generous;
  private final Map<Integer, End> ends = new TreeMap<>();
  private final Map<Integer, TimerModel> timers = new TreeMap<>();

  Users(Plan plan, SimKernel kernel, History history) {
    this.plan = plan;
    this.kernel = kernel;
    this.history = history;
    this.servers = new Servers(plan, kernel, this::hear);
    this.waiting = new Waiting(kernel, servers, this::strangerDoes);
  }

  Servers servers() {
    return servers;
  }

  /** Whether there is little room in inboxes. */
  boolean isTight() {
    return plan.tight;
  }

  Collection<End> ends() {
    return ends.values();
  }

  Collection<TimerModel> timers() {
    return timers.values();
  }

  @Nullable End end(int who) {
    return ends.get(who);
  }

  void open() throws SystemCallException {
    servers.open();
    kernel.afterRead(this::checkInboxes);
    kernel.opened();
  }

  /** Does a step, as far as it makes sense now. */
  void step(Step step) throws InterruptedException {
    switch (step.kind()) {
      case MOVE -> kernel.move();
      case PASS -> kernel.pass(step.amount() * 1_000L);
      case POLL -> servers.poll(step.who(), step.amount());
      case WAIT -> waiting.run(step.who());
      case STRANGER_SENDS, STRANGER_ACTIVE, STRANGER_CLOSES, STRANGER_ABORTS -> waiting.later(step);
      case CONNECT -> connect(step.who());
      case TIMER -> timer(step.who(), step.amount() * 1_000L);
      case CANCEL -> cancel(step.who());
      case LISTENER_ACTIVE -> servers.listener(step.who()).active(step.amount());
      case LISTENER_CLOSE -> servers.closeListener(step.who());
      case SERVER_CLOSE -> closeServer(step.who());
      default -> {
        End end = ends.get(step.who());
        if (end != null) {
          step(end, step);
        }
      }
    }
  }

  private void step(End end, Step step) throws InterruptedException {
    switch (step.kind()) {
      case SEND, SEND_SEGMENT, SEND_GATHERED -> end.send(step.kind(), step.amount());
      case FLUSH -> end.port.flush();
      case ACTIVE -> end.active(step.amount());
      case UNLIMITED -> end.unlimited();
      case PAUSE -> end.pause();
      case READ -> read(end, step.amount());
      case SHUT_DOWN -> end.shutDown();
      case CLOSE -> end.close();
      case ABORT -> end.abort();
      case RELEASE -> end.release();
      default -> throw new IllegalArgumentException("not about an end: " + step);
    }
  }

  /** A step of a stranger; whether it has asked something of the loop. */
  private boolean strangerDoes(Step step) {
    history.add(() -> "    meanwhile " + step);
    End end = ends.get(step.who());
    if (end == null) {
      return false;
    }
    boolean open = end.isUsable();
    return switch (step.kind()) {
      case STRANGER_SENDS -> end.send(step.kind(), step.amount());
      case STRANGER_ACTIVE -> {
        boolean activates = step.amount() > 0 && end.credit.isPassive();
        end.active(step.amount());
        yield activates;
      }
      case STRANGER_CLOSES -> {
        end.close();
        yield open;
      }
      default -> {
        end.abort();
        yield open;
      }
    };
  }

  private void read(End end, int length) throws InterruptedException {
    int server = plan.serverOf(end.who);
    if (!servers.isClosed(server)) {
      // A read runs the loop of the server that was claimed last.
      servers.server(server).claim();
      end.read(length);
    }
  }

  /** One of a connection's ends was read: what waits there, and in its loop, has its bounds. */
  private void checkInboxes(int who) {
    End read = ends.get(who);
    if (read == null || !read.inbox.isCounted()) {
      return;
    }
    read.inbox.checkBound();
    int server = plan.serverOf(who);
    long limit = plan.serverInboxBytes(server);
    if (limit == 0) {
      return;
    }
    long waiting = 0;
    long most = limit + limit / 2;
    for (End end : ends.values()) {
      if (plan.serverOf(end.who) == server) {
        waiting += end.inbox.waiting();
        most += end.inbox.mostBeside();
      }
    }
    if (waiting > most) {
      throw kernel.violated(
          "inbox bytes", waiting + " bytes wait in S" + server + ", at the most " + most + " may");
    }
  }

  private void connect(int who) {
    int from = plan.serverOf(who);
    int to = plan.serverOf(who + 1);
    if (ends.containsKey(who) || servers.isClosed(from)) {
      return;
    }
    Framing framing = plan.framing(to);
    PortOptions options = plan.options(who, framing);
    long begun = kernel.now();
    kernel.next(who);
    Port port = servers.server(from).connect(servers.listener(to).localAddress(), options);
    int prefix = framing.maxOverhead();
    add(
        new End(
            who,
            port,
            options,
            new ByteStream(who, prefix),
            new ByteStream(who + 1, prefix),
            kernel,
            begun));
  }

  private void accepted(Listener listener, Port port) {
    SimSocket connecting = kernel.endAt((InetSocketAddress) port.remoteAddress());
    if (connecting == null) {
      throw kernel.violated("accept", "the peer is " + port.remoteAddress());
    }
    int who = SimKernel.otherEnd(connecting);
    End peer = ends.get(who - 1);
    int server = servers.indexOf(listener);
    PortOptions options = plan.options(SimKernel.LISTENERS + server, plan.framing(server));
    if (peer == null || ends.containsKey(who)) {
      throw kernel.violated("accept", "twice, or of nobody: " + SimSocket.name(who));
    }
    End end = new End(who, port, options, peer.in, peer.out, kernel, kernel.now());
    add(end);
    if (generous) {
      end.unlimited();
    }
    if (servers.isClosed(server)) {
      // It was accepted before, and is heard of only now.
      end.closedWith(Duration.ZERO);
    }
  }

  /** Whoever is there, and who comes from now on, receives without a limit. */
  void giveCredit() {
    generous = true;
    servers.acceptAll();
    ends.values().forEach(End::unlimited);
  }

  private void add(End end) {
    end.port.attach(end);
    ends.put(end.who, end);
  }

  private void timer(int server, long nanos) {
    if (servers.isClosed(server)) {
      return;
    }
    TimerModel known = timers.get(server);
    if (known == null || known.isCancelled()) {
      Timer timer = servers.server(server).timerNanos(nanos, 0);
      timers.put(server, new TimerModel(timer, kernel.now() + nanos));
    } else {
      known.set(kernel.now(), kernel.now() + nanos);
      known.timer.scheduleNanos(nanos, 0);
    }
  }

  private void cancel(int server) {
    TimerModel known = timers.get(server);
    if (known != null) {
      known.cancel();
    }
  }

  void closeServer(int server) {
    if (servers.isClosed(server)) {
      return;
    }
    for (End end : ends.values()) {
      if (plan.serverOf(end.who) == server) {
        end.closedWith(plan.serverCloseTimeout(server));
      }
    }
    TimerModel timer = timers.get(server);
    if (timer != null) {
      timer.cancel();
    }
    servers.close(server);
    servers.drain(server);
  }

  private void hear(Receiver<?> source, Message message) {
    history.add(() -> "  S? hears " + Words.of(source, message));
    if (source instanceof Listener listener) {
      if (message instanceof Accepted accepted) {
        accepted(listener, accepted.port());
      } else {
        servers.hear(servers.indexOf(listener), message);
      }
    } else if (source instanceof Port port && port.attachment() instanceof End end) {
      end.hear(message);
    } else if (source instanceof Timer timer) {
      if (message instanceof Expired) {
        expired(timer);
      }
    } else {
      throw kernel.violated("message", Words.of(source, message));
    }
  }

  private void expired(Timer timer) {
    for (TimerModel model : timers.values()) {
      if (model.timer.equals(timer)) {
        String wrong = model.expired(kernel.now());
        if (wrong != null) {
          throw kernel.violated("timer", wrong);
        }
      }
    }
  }
}
