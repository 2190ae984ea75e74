package dev.ioserver.bench.wake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;

/** java.nio's selector and its wake-up. */
final class NioTarget extends ThreadTarget {

  private final Selector selector;

  NioTarget() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void wake() {
    selector.wakeup();
  }

  @Override
  void block() throws IOException {
    selector.select();
  }

  @Override
  void pass() throws IOException {
    selector.selectNow();
  }

  @Override
  void release() throws IOException {
    selector.close();
  }
}
