package dev.ioserver.bsd;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.ioserver.bindings.posix.Fcntl;
import dev.ioserver.bindings.posix.Linger;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.posix.SocketAddresses;
import dev.ioserver.posix.SocketCalls;
import dev.ioserver.posix.SocketOption;
import dev.ioserver.testkit.fixture.Loopback;
import dev.ioserver.testkit.suite.PosixSocketsConformance;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnKqueue
class BsdSocketsTest extends PosixSocketsConformance {

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = PosixCalls.newErrnoSegment(arena);
  private KqueuePoller poller;

  /** Whether flags are set by the call that opens a descriptor. */
  boolean atOnce() {
    return SocketCalls.HAS_FLAGS;
  }

  @Override
  protected Sockets open() throws SystemCallException {
    poller = KqueuePoller.open(1);
    return new BsdSockets(poller, atOnce());
  }

  @AfterEach
  void close() {
    poller.close();
    arena.close();
  }

  @Override
  protected ErrorCodes codes() {
    return BsdSockets.CODES;
  }

  @Override
  protected String acceptCall() {
    return atOnce() ? "accept4" : "accept";
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

  private MemorySegment get(long fd, String name, MemorySegment value) {
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
    SocketOption option = SocketOption.valueOf(name);
    int result =
        PosixCalls.getsockopt(errno, (int) fd, option.level(), option.number(), value, length);
    assertEquals(0, result);
    return value;
  }
}
