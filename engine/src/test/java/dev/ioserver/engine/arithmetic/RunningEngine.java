package dev.ioserver.engine.arithmetic;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Servers, a selector and connections of the java.nio engine, on which methods are called. */
final class RunningEngine implements AutoCloseable {

  final IoServer threads;
  final IoServer own;
  final IoSelector selector;
  final Listener listener;
  final Port port;
  final Port peer;

  /** A port that takes no more output. */
  final Port full;

  RunningEngine() throws Exception {
    threads = IoServer.open(IoServerOptions.defaults().engine("nio"));
    own = IoServer.open(IoServerOptions.defaults().engine("nio").callerRuns());
    selector = IoSelector.open(SelectorOptions.defaults().engine("nio"));
    listener = threads.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = connected(PortOptions.defaults());
    peer = accepted();
    full = connected(PortOptions.defaults());
    accepted();
    ByteBuffer much = ByteBuffer.allocate(1 << 20);
    while (full.trySend(much.clear())
        || full.pendingBytes() < PortOptions.defaults().lowWatermark()) {
      Thread.onSpinWait();
    }
    // The kernel has taken what it takes: what is left waits.
    long before = -1;
    for (long now = full.pendingBytes(); now != before; now = full.pendingBytes()) {
      before = now;
      Thread.sleep(50);
      while (full.trySend(much.clear())) {
        before = -1;
      }
    }
  }

  @Override
  public void close() {
    full.abort();
    threads.close();
    own.close();
    selector.close();
  }

  Port connected(PortOptions options) throws Exception {
    Port made = threads.connect(listener.localAddress(), options);
    assertInstanceOf(Connected.class, made.receive(Duration.ofSeconds(30)));
    return made;
  }

  Port accepted() throws Exception {
    Message message = listener.receive(Duration.ofSeconds(30));
    return assertInstanceOf(Accepted.class, message).port();
  }
}
