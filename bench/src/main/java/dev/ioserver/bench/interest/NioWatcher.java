package dev.ioserver.bench.interest;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/** java.nio's selector. */
final class NioWatcher implements Watcher {

  private final Selector selector;
  private final DatagramChannel[] channels;
  private final SelectionKey[] keys;
  private final DatagramChannel[] spares;
  private final @Nullable SelectionKey[] spareKeys;

  NioWatcher(int count, int spareCount) throws IOException {
    selector = Selector.open();
    channels = new DatagramChannel[count];
    keys = new SelectionKey[count];
    for (int i = 0; i < count; i++) {
      channels[i] = open();
      keys[i] = channels[i].register(selector, SelectionKey.OP_READ);
    }
    spares = new DatagramChannel[spareCount];
    spareKeys = new SelectionKey[spareCount];
    for (int i = 0; i < spareCount; i++) {
      spares[i] = open();
    }
    look();
  }

  private static DatagramChannel open() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    return channel;
  }

  @Override
  public void read(int socket, boolean on) {
    keys[socket].interestOps(on ? SelectionKey.OP_READ : 0);
  }

  @Override
  public void look() throws IOException {
    selector.selectNow();
  }

  @Override
  public void register(int spare) throws IOException {
    spareKeys[spare] = spares[spare].register(selector, SelectionKey.OP_READ);
  }

  @Override
  public void deregister(int spare) {
    SelectionKey key = spareKeys[spare];
    if (key != null) {
      key.cancel();
    }
  }

  @Override
  public void transfer() {
    // Any thread may select.
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (DatagramChannel channel : spares) {
      channel.close();
    }
    for (DatagramChannel channel : channels) {
      channel.close();
    }
  }
}
