package dev.ioserver.bench.interest;

import dev.ioserver.bench.peer.Peers;
import java.io.IOException;

/**
 * A selector with sockets that never become ready, and spare ones that are not registered. Their
 * names are small numbers, each kind's from 0 up.
 */
interface Watcher extends AutoCloseable {

  /** A watcher with so many sockets registered for reading. */
  static Watcher of(String peer, int sockets, int spares) throws IOException {
    Peers.require(peer);
    return switch (peer) {
      case Peers.IOSERVER -> new SelectorWatcher(sockets, spares);
      case Peers.IOSERVER_NIO -> new ChannelWatcher(sockets, spares);
      case Peers.JAVA_NIO -> new NioWatcher(sockets, spares);
      default -> throw new IllegalArgumentException(peer + " has no selector of its own");
    };
  }

  /** Turns interest in reading on or off. */
  void read(int socket, boolean on);

  /** Looks once, without waiting. */
  void look() throws IOException;

  /** Registers a spare socket. Between its deregistration and this there must be a look. */
  void register(int spare) throws IOException;

  void deregister(int spare) throws IOException;

  /** Whoever looks next may be another thread. */
  void transfer();

  @Override
  void close() throws IOException;
}
