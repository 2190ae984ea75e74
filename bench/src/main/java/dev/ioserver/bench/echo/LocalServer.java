package dev.ioserver.bench.echo;

import java.io.IOException;

/** A server on this machine, on one loop with one thread. */
interface LocalServer extends AutoCloseable {

  /** The port that it listens on. */
  int port();

  @Override
  void close() throws IOException;
}
