package dev.ioserver.testkit.sim;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.fixture.LentEngine;
import dev.ioserver.testkit.sim.kernel.SimEngine;
import dev.ioserver.testkit.sim.kernel.SimKernel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The caller-run servers of a run, each with a loop and a listener. */
final class Servers {

  private final Plan plan;
  private final SimKernel kernel;
  private final MessageHandler<Message> handler;
  private final List<IoServer> servers = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final boolean[] closed;
  private final boolean[] listenerClosed;
  private int heard;

  Servers(Plan plan, SimKernel kernel, MessageHandler<Message> handler) {
    this.plan = plan;
    this.kernel = kernel;
    this.handler = handler;
    this.closed = new boolean[plan.servers];
    this.listenerClosed = new boolean[plan.servers];
  }

  void open() throws SystemCallException {
    try (var _ = new LentEngine(new SimEngine())) {
      openAll();
    }
  }

  private void openAll() throws SystemCallException {
    for (int i = 0; i < plan.servers; i++) {
      IoServer server =
          IoServer.open(
              IoServerOptions.defaults()
                  .engine(SimEngine.NAME)
                  .callerRuns()
                  .name("S" + i)
                  .leakCheck(false)
                  .maxRegistrations(64)
                  .maxEvents(plan.maxEvents(i))
                  .inboxBytes(plan.serverInboxBytes(i))
                  .closeTimeout(plan.serverCloseTimeout(i)));
      servers.add(server);
      kernel.next(SimKernel.LISTENERS + i);
      listeners.add(
          server.listen(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              ListenOptions.defaults()
                  .ports(plan.options(SimKernel.LISTENERS + i, plan.framing(i)))
                  .backlog(plan.backlog(i))));
    }
  }

  int count() {
    return servers.size();
  }

  IoServer server(int index) {
    return servers.get(index);
  }

  Listener listener(int index) {
    return listeners.get(index);
  }

  int indexOf(Listener listener) {
    return listeners.indexOf(listener);
  }

  boolean isClosed(int index) {
    return closed[index];
  }

  /** Messages that were handed over so far. */
  int heard() {
    return heard;
  }

  /** Runs a server once. */
  void poll(int index, int limit) {
    if (closed[index]) {
      return;
    }
    heard += servers.get(index).poll(handler, limit);
    if (servers.get(index).failure() != null) {
      throw kernel.violated("loop", "it has failed: " + servers.get(index).failure());
    }
  }

  /** Takes what a server that is closed has left. */
  void drain(int index) {
    try {
      while (servers.get(index).poll(handler, Integer.MAX_VALUE) > 0) {
        heard++;
      }
    } catch (ChannelClosedException e) {
      // That was all.
    }
  }

  /** Runs each server that is open once. */
  void pollAll() {
    for (int i = 0; i < servers.size(); i++) {
      poll(i, 100);
    }
  }

  /** Gives the listeners that are open more credit than there are connections. */
  void acceptAll() {
    listeners.forEach(listener -> listener.active(plan.connections));
  }

  /** Runs a server until there is a message, or somebody wakes it. */
  void await(int index) throws InterruptedException {
    heard += servers.get(index).pollNanos(handler, 100, -1);
  }

  /** Whether an end, or a timer, is of that server. */
  boolean isOf(int who, int index) {
    return plan.serverOf(who) == index;
  }

  void closeListener(int index) {
    listenerClosed[index] = true;
    listeners.get(index).close();
  }

  void close(int index) {
    closed[index] = true;
    servers.get(index).close();
  }

  /** A listener says something other than that it has accepted. */
  void hear(int index, Message message) {
    switch (message) {
      case Closed _ -> {
        if (!listenerClosed[index] && !closed[index]) {
          throw kernel.violated("listener", "S" + index + " has closed by itself");
        }
      }
      case Failed failed -> {
        if (!(failed.cause() instanceof SystemCallException cause)
            || (cause.kind() != SystemCallException.Kind.TOO_MANY_DESCRIPTORS
                && cause.kind() != SystemCallException.Kind.NO_RESOURCES)) {
          throw kernel.violated("listener", "S" + index + " has failed: " + failed.cause());
        }
      }
      default -> throw kernel.violated("listener", "S" + index + " says " + message);
    }
  }

  /** Whether nothing that was asked for by the end of a run is left of a listener. */
  boolean isListenerGone(int index) {
    return listeners.get(index).isDone();
  }
}
