package dev.ioserver.bench.wake;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.IoServerOptions;
import dev.ioserver.engine.SelectHandler;
import dev.ioserver.engine.SystemCallException;

/** This project's selector and its wake-up. */
final class SelectorTarget extends ThreadTarget {

  private static final SelectHandler NOTHING = (token, attachment, ready) -> {};

  private final IoSelector selector;

  SelectorTarget(String peer) {
    try {
      selector = IoSelector.open(IoServerOptions.defaults().engine(Peers.engine(peer)));
    } catch (SystemCallException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void wake() {
    selector.wakeup();
  }

  @Override
  void block() throws SystemCallException {
    selector.select(NOTHING, -1);
  }

  @Override
  void pass() throws SystemCallException {
    selector.select(NOTHING, 0);
  }

  @Override
  void release() {
    selector.close();
  }
}
