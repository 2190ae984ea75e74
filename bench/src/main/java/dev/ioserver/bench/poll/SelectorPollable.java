package dev.ioserver.bench.poll;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.Interest;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.IoServerOptions;
import dev.ioserver.engine.SelectHandler;
import dev.ioserver.engine.SystemCallException;

/** This project's selector over the system's poller. */
final class SelectorPollable implements Pollable {

  private static final SelectHandler NOTHING = (token, attachment, ready) -> {};

  private final IoSelector selector;
  private final RawDatagrams datagrams;

  SelectorPollable(int registered, int ready) throws SystemCallException {
    datagrams = new RawDatagrams(registered, ready);
    selector = IoSelector.open(IoServerOptions.defaults().engine(Peers.engine(Peers.IOSERVER)));
    for (int descriptor : datagrams.descriptors()) {
      selector.register(descriptor, Interest.READ, null);
    }
  }

  @Override
  public int look() throws SystemCallException {
    return selector.select(NOTHING, 0);
  }

  @Override
  public void close() {
    selector.close();
    datagrams.close();
  }
}
