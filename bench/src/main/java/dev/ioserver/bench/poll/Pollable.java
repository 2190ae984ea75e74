package dev.ioserver.bench.poll;

import dev.ioserver.bench.peer.Peers;
import java.io.IOException;

/** Datagram sockets that are registered for reading, the first of which have something to read. */
interface Pollable extends AutoCloseable {

  static Pollable of(String peer, int registered, int ready) throws IOException {
    Peers.require(peer);
    return switch (peer) {
      case Peers.IOSERVER -> new SelectorPollable(registered, ready);
      case Peers.IOSERVER_NIO -> new NioEnginePollable(registered, ready);
      case Peers.JAVA_NIO -> new NioPollable(registered, ready);
      case Peers.EPOLL_WAIT -> new RawPollable(registered, ready);
      default -> throw new IllegalArgumentException(peer + " has nothing to poll");
    };
  }

  /** Looks once; returns how many events there were. */
  int look() throws IOException;

  @Override
  void close() throws IOException;
}
