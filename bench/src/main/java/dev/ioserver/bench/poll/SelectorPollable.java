package dev.ioserver.bench.poll;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;

/** This project's selector over the system's poller. */
final class SelectorPollable implements Pollable {

  private static final ReadyHandler NOTHING = (token, attachment, ready) -> {};

  private final IoSelector selector;
  private final RawDatagrams datagrams;

  SelectorPollable(int registered, int ready) throws SystemCallException {
    datagrams = new RawDatagrams(registered, ready);
    selector = IoSelector.open(SelectorOptions.defaults().engine(Peers.engine(Peers.IOSERVER)));
    for (int descriptor : datagrams.descriptors()) {
      selector.registry().register(descriptor, Interest.READ, null);
    }
  }

  @Override
  public int look() throws SystemCallException {
    return selector.selectNanos(NOTHING, 0);
  }

  @Override
  public void close() {
    selector.close();
    datagrams.close();
  }
}
