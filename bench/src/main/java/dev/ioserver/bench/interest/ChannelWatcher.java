package dev.ioserver.bench.interest;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.NioHandles;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import java.io.IOException;
import java.nio.channels.DatagramChannel;

/** This project's selector over java.nio. */
final class ChannelWatcher implements Watcher {

  private static final ReadyHandler NOTHING = (token, attachment, ready) -> {};

  private final IoSelector selector;
  private final DatagramChannel[] channels;
  private final long[] descriptors;
  private final long[] tokens;
  private final int count;

  /** Registered sockets come first, spare ones behind them. */
  ChannelWatcher(int count, int spareCount) throws IOException {
    this.count = count;
    selector = IoSelector.open(SelectorOptions.defaults().engine(Peers.engine(Peers.IOSERVER_NIO)));
    int all = count + spareCount;
    channels = new DatagramChannel[all];
    descriptors = new long[all];
    tokens = new long[all];
    for (int i = 0; i < all; i++) {
      channels[i] = DatagramChannel.open();
      channels[i].configureBlocking(false);
      descriptors[i] = NioHandles.of(channels[i]);
      if (i < count) {
        tokens[i] = selector.registry().register(descriptors[i], Interest.READ, null);
      }
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
    tokens[count + spare] =
        selector.registry().register(descriptors[count + spare], Interest.READ, null);
  }

  @Override
  public void deregister(int spare) {
    selector.registry().deregister(tokens[count + spare]);
  }

  @Override
  public void transfer() {
    selector.transfer();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (int i = 0; i < channels.length; i++) {
      NioHandles.release(descriptors[i]);
      channels[i].close();
    }
  }
}
