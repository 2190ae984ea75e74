package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Threads;
import dev.ioserver.bench.raw.RawSockets;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** This project's raw selector with socket calls above it: what ports cost is the difference. */
final class SelectorEchoServer extends EchoServer implements ReadyHandler {

  private static final int ROOM = 1 << 16;

  private final RawSockets sockets = new RawSockets();
  private final MemorySegment buffer = Arena.ofAuto().allocate(ROOM);
  private final IoSelector selector;
  private final int listener;
  private final int port;
  private final Thread thread;
  private volatile boolean stopped;

  /** One of these. */
  static EchoServer open(IdleStrategy idle) throws SystemCallException {
    return new SelectorEchoServer(idle);
  }

  private SelectorEchoServer(IdleStrategy idle) throws SystemCallException {
    selector =
        IoSelector.open(SelectorOptions.defaults().engine(Peers.engine(Peers.IOSERVER)).idle(idle));
    listener = sockets.listen();
    port = sockets.port(listener);
    selector.registry().register(listener, Interest.READ, null);
    thread = new Thread(this::run, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public SocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void onReady(long token, @Nullable Object attachment, int ready) {
    if (attachment instanceof Connection connection) {
      echo(token, connection.descriptor());
      return;
    }
    int accepted = sockets.accept(listener);
    if (accepted >= 0) {
      sockets.noDelay(accepted);
      selector
          .registry()
          .register(accepted, Interest.READ | Interest.EDGE, new Connection(accepted));
    }
  }

  @Override
  public void close() {
    stopped = true;
    selector.registry().wakeup();
    Threads.join(thread);
    selector.close();
    sockets.close(listener);
  }

  private void echo(long token, int descriptor) {
    int n;
    do {
      n = sockets.receive(descriptor, buffer, ROOM);
      if (n > 0) {
        int sent = sockets.send(descriptor, buffer, n);
        assert sent == n : "the client took no more";
      }
    } while (n == ROOM);
    if (n == 0) {
      selector.deregisterNow(token);
      sockets.close(descriptor);
    }
  }

  private void run() {
    try {
      while (!stopped) {
        selector.selectNanos(this, -1);
      }
    } catch (SystemCallException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Connection(int descriptor) {}
}
