package dev.ioserver.bench.interest;

import dev.ioserver.bench.peer.Peers;
import java.io.IOException;

/** A selector with sockets that never become ready. Names are small numbers from 0 up. */
interface Watcher extends AutoCloseable {

  /** A watcher with so many sockets registered for reading. */
  static Watcher of(String peer, int sockets) throws IOException {
    Peers.require(peer);
    return switch (peer) {
      case Peers.IOSERVER -> new SelectorWatcher(sockets);
      case Peers.IOSERVER_NIO -> new ChannelWatcher(sockets);
      case Peers.JAVA_NIO -> new NioWatcher(sockets);
      default -> throw new IllegalArgumentException(peer + " has no selector of its own");
    };
  }

  /** Turns interest in reading on or off. */
  void read(int socket, boolean on);

  /** Looks once, without waiting. */
  void look() throws IOException;

  /** Registers one more socket, which {@link #deregister()} takes away again. */
  void register() throws IOException;

  void deregister() throws IOException;

  /** Whoever looks next may be another thread. */
  void transfer();

  @Override
  void close() throws IOException;
}
