package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.testkit.sim.kernel.SimSocket.State;
import java.util.List;

/**
 * What lies between two sockets: moves bytes, ends and resets from one to the other, and connects
 * them. The rules are those of TCP as Linux has it.
 */
final class Network {

  private static final long RETRY_NANOS = 1_000_000_000L;

  private final SimKernel kernel;
  private final Dice dice;

  Network(SimKernel kernel) {
    this.kernel = kernel;
    this.dice = kernel.dice;
  }

  /** One step for each socket; whether anything moved. */
  boolean move(List<SimSocket> sockets) {
    boolean moved = false;
    for (int i = 0; i < sockets.size(); i++) {
      SimSocket socket = sockets.get(i);
      if (!dice.hits(Fault.SLOW_NETWORK, socket.who)) {
        moved |= move(socket);
      }
    }
    sockets.removeIf(socket -> socket.orphan && !hasSomething(socket));
    return moved;
  }

  private static boolean hasSomething(SimSocket socket) {
    return socket.resetPending
        || (socket.state == State.CONNECTED && (socket.output.size() > 0 || !socket.endSent));
  }

  private boolean move(SimSocket from) {
    if (from.state == State.CONNECTING) {
      return decide(from);
    }
    SimSocket to = from.peer;
    if (to == null) {
      return false;
    }
    if (from.resetPending) {
      from.resetPending = false;
      reset(to);
      return true;
    }
    if (from.state != State.CONNECTED) {
      return false;
    }
    if (from.output.size() > 0) {
      return carry(from, to);
    }
    if (from.shut && !from.endSent) {
      from.endSent = true;
      if (to.state == State.CONNECTED) {
        to.endReceived = true;
        kernel.history.add(() -> "      the end of " + from + " reaches " + to);
        to.changed();
      }
      return true;
    }
    return false;
  }

  private boolean carry(SimSocket from, SimSocket to) {
    if (dice.hits(Fault.RESET_BY_NETWORK, from.who)) {
      kernel.history.add(() -> "      the network resets " + from + " and " + to);
      from.hurt();
      to.hurt();
      reset(from);
      reset(to);
      return true;
    }
    if (to.orphan || to.state != State.CONNECTED) {
      // A byte for a socket that is closed: the answer is a reset, for both.
      kernel.history.add(() -> "      a byte of " + from + " meets " + to + " closed: reset");
      to.ownFault();
      reset(from);
      reset(to);
      return true;
    }
    int most = Math.min(from.output.size(), to.input.room());
    if (most == 0) {
      return false;
    }
    int n = dice.hits(Fault.SPLIT_SEGMENT, from.who) ? 1 + dice.number(4, from.who, most) : most;
    for (int i = 0; i < n; i++) {
      to.input.add(from.output.take());
    }
    to.countArrived(n);
    kernel.history.add(() -> "      " + n + " bytes of " + from + " reach " + to);
    to.changed();
    if (from.noRoom && from.hasRoom()) {
      from.noRoom = false;
      from.changed();
    }
    return true;
  }

  /** A reset arrives. */
  void reset(SimSocket at) {
    if (at.state == State.DEAD) {
      return;
    }
    // An end that was read before leaves the error of a write, which no read tells.
    at.error = at.endReceived ? SimCodes.EPIPE : SimCodes.ECONNRESET;
    at.state = State.DEAD;
    at.output.clear();
    if (dice.hits(Fault.RESET_DISCARDS, at.who)) {
      at.discardInput();
    }
    kernel.history.add(() -> "      a reset reaches " + at);
    at.changed();
  }

  /** A descriptor was closed. */
  void close(SimSocket socket) {
    socket.orphan = true;
    socket.closedAt = kernel.now();
    if (socket.state == State.LISTENING) {
      for (SimSocket waiting : socket.backlog) {
        // Nobody accepts it any more.
        waiting.hurt();
        sendReset(waiting);
        waiting.orphan = true;
      }
      socket.backlog.clear();
    } else if (socket.state == State.CONNECTED) {
      if (socket.resetOnClose || socket.input.size() > 0) {
        if (!socket.resetOnClose) {
          int unread = socket.input.size();
          kernel.history.add(
              () -> "      " + socket + " is closed with " + unread + " bytes unread: reset");
          socket.ownFault();
        }
        sendReset(socket);
      } else {
        socket.shut = true;
      }
    }
    socket.input.clear();
    if (socket.state != State.CONNECTED && socket.state != State.LISTENING) {
      socket.state = State.DEAD;
    }
  }

  private static void sendReset(SimSocket socket) {
    socket.output.clear();
    socket.state = State.DEAD;
    socket.resetPending = true;
  }

  /** Begins a connect; whether it stands already. */
  boolean connect(SimSocket socket) {
    socket.state = State.CONNECTING;
    socket.refuse = dice.hits(Fault.REFUSED_CONNECT, socket.who);
    socket.connectAt = kernel.now();
    if (dice.hits(Fault.SLOW_CONNECT, socket.who)) {
      socket.connectAt += RETRY_NANOS * dice.number(5, socket.who, 20);
    }
    return dice.hits(Fault.INSTANT_CONNECT, socket.who)
        && decide(socket)
        && socket.state == State.CONNECTED;
  }

  private boolean decide(SimSocket from) {
    if (kernel.now() < from.connectAt || from.orphan) {
      return false;
    }
    var remote = from.remote;
    SimSocket listener = remote == null ? null : kernel.listenerAt(remote);
    if (listener == null || remote == null || from.refuse) {
      from.state = State.DEAD;
      from.error = SimCodes.ECONNREFUSED;
      from.hurt();
      kernel.history.add(() -> "      the connect of " + from + " is refused");
      from.changed();
      return true;
    }
    if (listener.backlog.size() >= listener.backlogLimit) {
      from.connectAt = kernel.now() + RETRY_NANOS;
      return false;
    }
    SimSocket other = kernel.accepted(from, remote);
    other.state = State.CONNECTED;
    other.peer = from;
    other.remote = from.local;
    from.peer = other;
    from.state = State.CONNECTED;
    listener.backlog.add(other);
    kernel.history.add(() -> "      " + from + " is connected");
    from.changed();
    listener.changed();
    return true;
  }

  /** When the next connect is decided; Long.MAX_VALUE if none is. */
  static long nextDecision(Iterable<SimSocket> sockets) {
    long next = Long.MAX_VALUE;
    for (SimSocket socket : sockets) {
      if (socket.state == State.CONNECTING && !socket.orphan) {
        next = Math.min(next, socket.connectAt);
      }
    }
    return next;
  }
}
