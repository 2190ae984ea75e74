package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.ListenOptions;
import dev.ioserver.engine.PortOptions;
import dev.ioserver.engine.spi.Chunk;
import dev.ioserver.engine.spi.ErrorCodes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Sockets on the loopback device for one test, all closed at its end. One thread. */
final class Loopback implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  final LinuxSockets sockets;
  private final List<Long> open = new ArrayList<>();

  Loopback() {
    this(new LinuxSockets(0));
  }

  /** With the calls of one loop, which are closed at the end too. */
  Loopback(LinuxSockets sockets) {
    this.sockets = sockets;
  }

  /** The IPv4 loopback address, with a port that the kernel chooses. */
  static InetSocketAddress inet4() {
    return at("127.0.0.1", 0);
  }

  static InetSocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  long listen(InetSocketAddress address, ListenOptions options) {
    return keep("listen", sockets.listen(address, options));
  }

  long open(InetSocketAddress remote, PortOptions options) {
    return keep("open", sockets.open(remote, options));
  }

  InetSocketAddress address(long listener) {
    InetSocketAddress address = sockets.localAddress(listener);
    assertNotNull(address);
    return address;
  }

  /** Connects, and waits until the connection stands. */
  long connect(InetSocketAddress remote, PortOptions options) {
    long fd = open(remote, options);
    long result = sockets.connect(fd, remote);
    if (result == ErrorCodes.IN_PROGRESS) {
      result = outcome(fd);
    }
    assertEquals(0, result, sockets.lastCall());
    return fd;
  }

  /** The outcome of a connect that is under way. */
  long outcome(long fd) {
    return await(ErrorCodes.IN_PROGRESS, () -> sockets.finishConnect(fd));
  }

  long accept(long listener, PortOptions options) {
    return keep("accept", await(ErrorCodes.WOULD_BLOCK, () -> sockets.accept(listener, options)));
  }

  /** Receives at least one byte, the end or an error. */
  int receive(long fd, Chunk chunk, int offset, int length) {
    return (int) await(ErrorCodes.WOULD_BLOCK, () -> sockets.receive(fd, chunk, offset, length));
  }

  /** Two ends of a connection: the one that connected, the one that was accepted. */
  long[] pair() {
    long listener = listen(inet4(), ListenOptions.defaults());
    long connected = connect(address(listener), PortOptions.defaults());
    return new long[] {connected, accept(listener, PortOptions.defaults())};
  }

  /** Closes one of the sockets before the end. */
  void close(long fd) {
    assertTrue(open.remove(fd));
    assertEquals(0, sockets.close(fd));
  }

  @Override
  public void close() {
    for (long fd : open.reversed()) {
      sockets.close(fd);
    }
    sockets.close();
  }

  private long keep(String what, long fd) {
    assertTrue(fd >= 0, () -> what + ": " + sockets.lastCall() + " gave " + fd);
    open.add(fd);
    return fd;
  }

  private static long await(long notYet, LongSupplier call) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long result = call.getAsLong();
    while (result == notYet && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
      result = call.getAsLong();
    }
    return result;
  }
}
