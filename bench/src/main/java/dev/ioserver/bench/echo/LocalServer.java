package dev.ioserver.bench.echo;

import java.io.IOException;
import java.net.SocketAddress;

/** A server on this machine, on one loop with one thread. */
interface LocalServer extends AutoCloseable {

  /** Where it listens. */
  SocketAddress address();

  @Override
  void close() throws IOException;
}
