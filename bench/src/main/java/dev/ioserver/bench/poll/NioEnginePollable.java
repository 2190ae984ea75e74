package dev.ioserver.bench.poll;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.NioHandles;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import java.io.IOException;

/** This project's selector over java.nio. */
final class NioEnginePollable implements Pollable {

  private static final ReadyHandler NOTHING = (token, attachment, ready) -> {};

  private final IoSelector selector;
  private final NioDatagrams datagrams;
  private final long[] descriptors;

  NioEnginePollable(int registered, int ready) throws IOException {
    datagrams = new NioDatagrams(registered, ready);
    descriptors = new long[registered];
    selector = IoSelector.open(SelectorOptions.defaults().engine(Peers.engine(Peers.IOSERVER_NIO)));
    for (int i = 0; i < registered; i++) {
      descriptors[i] = NioHandles.of(datagrams.channels()[i]);
      selector.registry().register(descriptors[i], Interest.READ, null);
    }
  }

  @Override
  public int look() throws IOException {
    return selector.selectNanos(NOTHING, 0);
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (long descriptor : descriptors) {
      NioHandles.release(descriptor);
    }
    datagrams.close();
  }
}
