package dev.ioserver.bench.interest;

import java.io.IOException;

/** Sockets in the hands of a thread, whose interest another thread changes. */
interface ForeignToggle extends AutoCloseable {

  /** Turns reading off and on again. */
  void offAndOn(int socket);

  @Override
  void close() throws IOException;
}
