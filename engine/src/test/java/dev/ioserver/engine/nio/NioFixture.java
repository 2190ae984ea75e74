package dev.ioserver.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.ErrorCodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A poller, its socket calls, and what tests do with them on loopback. */
final class NioFixture implements AutoCloseable {
  static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  final ChunkPool pool = new ChunkPool();
  final NioPoller poller;
  final NioSockets sockets;
  private final int descriptorsBefore = NioDescriptors.size();

  NioFixture() throws IOException {
    poller = new NioPoller(4);
    sockets = new NioSockets(poller);
  }

  /** Two ends of a connection. */
  record Pair(long near, long far) {}

  static InetSocketAddress loopback(String host) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(host), 0);
  }

  long listen(String host) throws IOException {
    return ok(listen(sockets, loopback(host), ListenOptions.defaults()));
  }

  static long listen(NioSockets sockets, InetSocketAddress address, ListenOptions options) {
    return sockets.listen(
        address, options.backlog(), options.options().plus(options.ports().options()));
  }

  InetSocketAddress address(long descriptor) {
    return assertInstanceOf(InetSocketAddress.class, sockets.localAddress(descriptor));
  }

  /** Connects to a listener and accepts; the poller is not involved. */
  Pair connect(long listener) {
    InetSocketAddress remote = address(listener);
    long near = ok(sockets.open(remote, null, PortOptions.defaults().options()));
    int result = sockets.connect(near, remote);
    if (result != ErrorCodes.IN_PROGRESS) {
      ok(result);
    }
    long far = await(() -> sockets.accept(listener, PortOptions.defaults().options()));
    ok(await(() -> sockets.finishConnect(near)));
    return new Pair(near, far);
  }

  Pair pair() throws IOException {
    long listener = listen("127.0.0.1");
    Pair pair = connect(listener);
    ok(sockets.close(listener));
    return pair;
  }

  /** Calls until the outcome is another than "not now". */
  static long await(Call call) {
    long deadline = System.nanoTime() + 10 * SECOND;
    while (true) {
      long result = call.call();
      if (result != ErrorCodes.WOULD_BLOCK && result != ErrorCodes.IN_PROGRESS) {
        return result;
      }
      assertTrue(System.nanoTime() < deadline, "still not decided");
      Thread.onSpinWait();
    }
  }

  interface Call {
    long call();
  }

  /** Polls until the poller has something to say; returns how much. */
  int pollEvents() {
    long deadline = System.nanoTime() + 10 * SECOND;
    int n = 0;
    while (n == 0) {
      assertTrue(System.nanoTime() < deadline, "no event");
      n = ok(poller.poll(SECOND));
    }
    return n;
  }

  /** Polls for one event and checks it. */
  void expect(long token, int ready) {
    assertEquals(1, pollEvents());
    assertEquals(token, poller.token(0));
    assertEquals(ready, poller.ready(0) & (Interest.READ | Interest.WRITE));
  }

  Chunk chunk(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    Chunk chunk = pool.lease(Math.max(1, bytes.length));
    chunk.buffer().put(0, bytes);
    chunk.writeIndex(bytes.length);
    return chunk;
  }

  void send(long descriptor, String text) {
    Chunk chunk = chunk(text);
    assertEquals(text.length(), sockets.send(descriptor, chunk));
    chunk.release();
  }

  /** Receives exactly so many bytes. */
  String receive(long descriptor, int length) {
    Chunk chunk = pool.lease(length);
    int got = 0;
    while (got < length) {
      int offset = got;
      long n = await(() -> sockets.receive(descriptor, chunk, offset, length - offset));
      assertTrue(n > 0, "received " + n);
      got += (int) n;
    }
    byte[] bytes = new byte[length];
    chunk.buffer().clear().get(0, bytes);
    chunk.release();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static long ok(long result) {
    assertTrue(result >= 0, () -> "failed: " + NioErrorCodes.INSTANCE.name((int) -result));
    return result;
  }

  static int ok(int result) {
    return (int) ok((long) result);
  }

  @Override
  public void close() {
    poller.close();
    sockets.close();
  }

  /** Closes descriptors, then everything, and checks that the table holds nothing of this test. */
  void closeAll(long... descriptors) {
    for (long descriptor : descriptors) {
      ok(sockets.close(descriptor));
    }
    close();
    assertEquals(descriptorsBefore, NioDescriptors.size(), "descriptors left in the table");
  }
}
