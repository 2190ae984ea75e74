package dev.ioserver.bench.interest;

import java.io.IOException;

/** Sockets in the hands of a thread, whose interest another thread changes. */
interface ForeignToggle extends AutoCloseable {

  /** Turns reading off and on again. */
  void offAndOn(int socket);

  /** Registers one more socket, and deregisters the one that has been there longest. */
  void comeAndGo() throws IOException;

  @Override
  void close() throws IOException;
}
