package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.posix.Fcntl;
import dev.ioserver.bindings.posix.Linger;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Rlimit;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.posix.SocketAddresses;
import dev.ioserver.posix.SocketOption;
import dev.ioserver.testkit.fixture.Loopback;
import dev.ioserver.testkit.suite.PosixSocketsConformance;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinuxSocketsTest extends PosixSocketsConformance {

  private static final PortOptions PORT = PortOptions.defaults();
  private static final ListenOptions LISTEN = ListenOptions.defaults();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = PosixCalls.newErrnoSegment(arena);

  @AfterEach
  void close() {
    arena.close();
  }

  @Override
  protected Sockets open() {
    return new LinuxSockets(0);
  }

  @Override
  protected ErrorCodes codes() {
    return LinuxErrorCodes.INSTANCE;
  }

  @Override
  protected String acceptCall() {
    return "accept4";
  }

  @Override
  protected int option(long fd, String name) {
    return get(fd, name, arena.allocate(JAVA_INT)).get(JAVA_INT, 0);
  }

  @Override
  protected int linger(long fd) {
    MemorySegment value = get(fd, "SO_LINGER", arena.allocate(Linger.LAYOUT));
    return Linger.isEnabled(value) ? Linger.seconds(value) : -1;
  }

  @Override
  protected void assertNonBlockingAndClosedByExec(long fd) {
    int status = PosixCalls.fcntl(errno, (int) fd, Fcntl.F_GETFL, 0);
    int flags = PosixCalls.fcntl(errno, (int) fd, Fcntl.F_GETFD, 0);
    assertNotEquals(0, status & Fcntl.O_NONBLOCK);
    assertNotEquals(0, flags & Fcntl.FD_CLOEXEC);
  }

  @Override
  protected long descriptorsOf(String kind) throws IOException {
    return TestCalls.descriptorsOf(kind);
  }

  /** The kernel doubles the sizes of buffers, for its own book-keeping. */
  @Test
  void buffersHaveTwiceTheSizeThatWasAskedFor() {
    PortOptions wanted =
        PORT.option(StandardSocketOptions.SO_SNDBUF, 20_000)
            .option(StandardSocketOptions.SO_RCVBUF, 30_000);
    long fd = loopback().open(Loopback.inet4(), wanted);
    assertEquals(40_000, option(fd, "SO_SNDBUF"));
    assertEquals(60_000, option(fd, "SO_RCVBUF"));
  }

  @Test
  void scopeOfLinkLocalAddressIsKept() throws IOException {
    byte[] linkLocal = InetAddress.ofLiteral("fe80::1:2").getAddress();
    var address = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 7), 4711);
    var addresses = new SocketAddresses(arena, errno);
    addresses.write(address);
    InetSocketAddress read = addresses.read();
    assertNotNull(read);
    assertEquals(address, read);
    assertEquals(7, assertInstanceOf(Inet6Address.class, read.getAddress()).getScopeId());
    // What was written before leaves no trace.
    addresses.write(Loopback.at("::1", 65535));
    assertEquals(Loopback.at("::1", 65535), addresses.read());
    addresses.write(Loopback.at("127.1.2.3", 1));
    assertEquals(Loopback.at("127.1.2.3", 1), addresses.read());
  }

  @Test
  void backlogIsPassedOn() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN.backlog(1));
    InetSocketAddress address = loopback().address(listener);
    List<Long> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      long fd = loopback().open(address, PORT);
      int result = sockets().connect(fd, address);
      assertTrue(result == 0 || result == ErrorCodes.IN_PROGRESS);
      if (sockets().finishConnect(fd) == ErrorCodes.IN_PROGRESS) {
        waiting.add(fd);
      }
    }
    // The kernel takes one more than it is told.
    assertEquals(4, waiting.size(), "connects that must wait");
    // With room, the next attempt of the kernel, a second later, gets through.
    loopback().accept(listener, PORT);
    loopback().accept(listener, PORT);
    assertEquals(0, loopback().outcome(waiting.get(0)));
  }

  @Test
  void usedUpDescriptorsAreTooManyAndPass() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    InetSocketAddress address = loopback().address(listener);
    loopback().connect(address, PORT);
    // Once before, so that nothing needs a descriptor to be loaded when there are none.
    SystemCallException failure = withDescriptorLimit(-1, () -> open(address, listener));
    assertNull(failure);
    loopback().connect(address, PORT);
    // No new number is below 0, so there is none to be had; the open ones stay.
    failure = withDescriptorLimit(0, () -> open(address, listener));
    assertNotNull(failure);
    assertEquals(Kind.TOO_MANY_DESCRIPTORS, failure.kind());
    assertEquals("accept4, socket, epoll_create1", failure.call());
    assertEquals(0, loopback().outcome(loopback().accept(listener, PORT)), "the listener goes on");
  }

  /** Opens one of each kind and closes it again; the failure names all calls that failed. */
  private @Nullable SystemCallException open(InetSocketAddress address, long listener) {
    List<String> failed = new ArrayList<>();
    int result = 0;
    for (int i = 0; i < 2; i++) {
      long fd =
          i == 0
              ? sockets().accept(listener, PORT.options())
              : sockets().open(address, null, PORT.options());
      if (fd >= 0) {
        sockets().close(fd);
      } else {
        result = (int) fd;
        failed.add(sockets().lastCall());
      }
    }
    try {
      EpollPoller.open(1).close();
    } catch (SystemCallException e) {
      failed.add(e.call());
      result = -e.code();
    }
    String calls = String.join(", ", failed);
    return result == 0 ? null : LinuxErrorCodes.INSTANCE.failure(calls, "", result);
  }

  /** Runs something with a soft limit of descriptors; -1 leaves it as it is. */
  private <T> T withDescriptorLimit(long soft, Supplier<T> body) {
    MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
    assertEquals(0, PosixCalls.getrlimit(errno, Rlimit.RLIMIT_NOFILE, limit));
    long current = Rlimit.current(limit);
    long maximum = Rlimit.maximum(limit);
    Rlimit.set(limit, soft < 0 ? current : soft, maximum);
    int lowered = LinuxCalls.setrlimit(errno, Rlimit.RLIMIT_NOFILE, limit);
    try {
      return body.get();
    } finally {
      Rlimit.set(limit, current, maximum);
      int restored = LinuxCalls.setrlimit(errno, Rlimit.RLIMIT_NOFILE, limit);
      assertEquals(0, lowered);
      assertEquals(0, restored);
    }
  }

  private MemorySegment get(long fd, String name, MemorySegment value) {
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
    SocketOption option = SocketOption.valueOf(name);
    int result =
        PosixCalls.getsockopt(errno, (int) fd, option.level(), option.number(), value, length);
    assertEquals(0, result);
    return value;
  }
}
