package dev.ioserver.bench.interest;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.raw.RawSockets;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;

/** This project's selector over the system's poller. */
final class SelectorWatcher implements Watcher {

  private static final ReadyHandler NOTHING = (token, attachment, ready) -> {};

  private final IoSelector selector;
  private final RawSockets sockets = new RawSockets();
  private final int[] descriptors;
  private final long[] tokens;
  private final int[] spares;
  private final long[] spareTokens;

  SelectorWatcher(int count, int spareCount) throws SystemCallException {
    selector = IoSelector.open(SelectorOptions.defaults().engine(Peers.engine(Peers.IOSERVER)));
    descriptors = new int[count];
    tokens = new long[count];
    for (int i = 0; i < count; i++) {
      descriptors[i] = sockets.datagram();
      tokens[i] = selector.registry().register(descriptors[i], Interest.READ, null);
    }
    spares = new int[spareCount];
    spareTokens = new long[spareCount];
    for (int i = 0; i < spareCount; i++) {
      spares[i] = sockets.datagram();
    }
    look();
  }

  @Override
  public void read(int socket, boolean on) {
    selector.registry().interest(tokens[socket], on ? Interest.READ : Interest.NONE);
  }

  @Override
  public void look() throws SystemCallException {
    selector.selectNanos(NOTHING, 0);
  }

  @Override
  public void register(int spare) {
    spareTokens[spare] = selector.registry().register(spares[spare], Interest.READ, null);
  }

  @Override
  public void deregister(int spare) {
    selector.registry().deregister(spareTokens[spare]);
  }

  @Override
  public void transfer() {
    selector.transfer();
  }

  @Override
  public void close() {
    selector.close();
    for (int descriptor : spares) {
      sockets.close(descriptor);
    }
    for (int descriptor : descriptors) {
      sockets.close(descriptor);
    }
  }
}
