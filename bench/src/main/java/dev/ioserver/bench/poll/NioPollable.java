package dev.ioserver.bench.poll;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** java.nio's selector, in the form that fills no set. */
final class NioPollable implements Pollable {

  private final Consumer<SelectionKey> handler = this::onReady;
  private final Selector selector = Selector.open();
  private final NioDatagrams datagrams;

  NioPollable(int registered, int ready) throws IOException {
    datagrams = new NioDatagrams(registered, ready);
    for (DatagramChannel channel : datagrams.channels()) {
      channel.register(selector, SelectionKey.OP_READ);
    }
  }

  @Override
  public int look() throws IOException {
    return selector.selectNow(handler);
  }

  private void onReady(SelectionKey key) {
    assert key.isValid() : "a key without a channel";
  }

  @Override
  public void close() throws IOException {
    selector.close();
    datagrams.close();
  }
}
