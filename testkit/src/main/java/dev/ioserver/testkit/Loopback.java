package dev.ioserver.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Sockets on the loopback device for one test, all closed at its end. One thread. */
public final class Loopback implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Sockets sockets;
  private final List<Long> open = new ArrayList<>();

  /** Closes the calls, too, at the end. */
  public Loopback(Sockets sockets) {
    this.sockets = sockets;
  }

  /** The calls. */
  public Sockets sockets() {
    return sockets;
  }

  /** The IPv4 loopback address, with a port that the kernel chooses. */
  public static InetSocketAddress inet4() {
    return at("127.0.0.1", 0);
  }

  /** An address, from its literal. */
  public static InetSocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  /** A socket that listens. */
  public long listen(InetSocketAddress address, ListenOptions options) {
    return keep("listen", sockets.listen(address, options));
  }

  /** A socket that is not connected yet. */
  public long open(InetSocketAddress remote, PortOptions options) {
    return keep("open", sockets.open(remote, options));
  }

  /** Where a socket is bound to. */
  public InetSocketAddress address(long listener) {
    InetSocketAddress address = sockets.localAddress(listener);
    assertNotNull(address);
    return address;
  }

  /** Connects, and waits until the connection stands. */
  public long connect(InetSocketAddress remote, PortOptions options) {
    long fd = open(remote, options);
    long result = sockets.connect(fd, remote);
    if (result == ErrorCodes.IN_PROGRESS) {
      result = outcome(fd);
    }
    assertEquals(0, result, sockets.lastCall());
    return fd;
  }

  /** The outcome of a connect that is under way. */
  public long outcome(long fd) {
    return await(ErrorCodes.IN_PROGRESS, () -> sockets.finishConnect(fd));
  }

  /** Waits for a connection. */
  public long accept(long listener, PortOptions options) {
    return keep("accept", await(ErrorCodes.WOULD_BLOCK, () -> sockets.accept(listener, options)));
  }

  /** Receives at least one byte, the end or an error. */
  public int receive(long fd, Chunk chunk, int offset, int length) {
    return (int) await(ErrorCodes.WOULD_BLOCK, () -> sockets.receive(fd, chunk, offset, length));
  }

  /** Two ends of a connection: the one that connected, the one that was accepted. */
  public long[] pair() {
    long listener = listen(inet4(), ListenOptions.defaults());
    long connected = connect(address(listener), PortOptions.defaults());
    return new long[] {connected, accept(listener, PortOptions.defaults())};
  }

  /** Closes one of the sockets before the end. */
  public void close(long fd) {
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
