package dev.ioserver.bench.wake;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;

/** This project's selector and its wake-up. */
final class SelectorTarget extends ThreadTarget {

  private static final ReadyHandler NOTHING = (token, attachment, ready) -> {};

  private final IoSelector selector;

  SelectorTarget(String peer) {
    try {
      selector = IoSelector.open(SelectorOptions.defaults().engine(Peers.engine(peer)));
    } catch (SystemCallException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void wake() {
    selector.registry().wakeup();
  }

  @Override
  void block() throws SystemCallException {
    selector.selectNanos(NOTHING, -1);
  }

  @Override
  void pass() throws SystemCallException {
    selector.selectNanos(NOTHING, 0);
  }

  @Override
  void release() {
    selector.close();
  }
}
