package dev.ioserver.bindings.linux;

import static dev.ioserver.bindings.linux.LoopbackPair.ok;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.Fcntl;
import dev.ioserver.bindings.posix.IoVec;
import dev.ioserver.bindings.posix.Linger;
import dev.ioserver.bindings.posix.MsgHdr;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Rlimit;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.bindings.posix.TimeSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every call once where it succeeds and once where the kernel refuses it. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class CallsTest {
  private static final int NO_FD = -1;
  private static final MemorySegment NULL = MemorySegment.NULL;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = PosixCalls.newErrnoSegment(arena);
  private final MemorySegment buffer = arena.allocate(256, Long.BYTES);
  private final MemorySegment intOut = arena.allocate(JAVA_INT);

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void theErrnoSegmentStartsZeroed() {
    assertEquals(-1, errno.mismatch(arena.allocate(errno.byteSize())));
  }

  @Test
  void aBadDescriptorGivesMinusEbadf() {
    MemorySegment vectors = arena.allocate(IoVec.LAYOUT);
    MemorySegment message = arena.allocate(MsgHdr.LAYOUT);
    MemorySegment messages = arena.allocate(MMsgHdr.LAYOUT);
    Map<String, ToLongFunction<MemorySegment>> calls = new LinkedHashMap<>();
    calls.put("epollCtl", e -> LinuxCalls.epollCtl(e, NO_FD, Epoll.EPOLL_CTL_ADD, NO_FD, buffer));
    calls.put("epollWait", e -> LinuxCalls.epollWait(e, NO_FD, buffer, 1, 0));
    calls.put("bind", e -> PosixCalls.bind(e, NO_FD, buffer, SockAddr.INET4_BYTES));
    calls.put("listen", e -> PosixCalls.listen(e, NO_FD, 1));
    calls.put("accept4", e -> PosixCalls.accept4(e, NO_FD, NULL, NULL, 0));
    calls.put("connect", e -> PosixCalls.connect(e, NO_FD, buffer, SockAddr.INET4_BYTES));
    calls.put("shutdown", e -> PosixCalls.shutdown(e, NO_FD, Sockets.SHUT_RDWR));
    calls.put("getsockname", e -> PosixCalls.getsockname(e, NO_FD, buffer, intOut));
    calls.put("getpeername", e -> PosixCalls.getpeername(e, NO_FD, buffer, intOut));
    calls.put("getsockopt", e -> getIntOption(e, NO_FD, Sockets.SOL_SOCKET, Sockets.SO_ERROR));
    calls.put("setsockopt", e -> setIntOption(e, NO_FD, Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, 1));
    calls.put("read", e -> PosixCalls.read(e, NO_FD, buffer, 1));
    calls.put("write", e -> PosixCalls.write(e, NO_FD, buffer, 1));
    calls.put("readv", e -> LinuxCalls.readv(e, NO_FD, vectors, 1));
    calls.put("writev", e -> LinuxCalls.writev(e, NO_FD, vectors, 1));
    calls.put("recv", e -> PosixCalls.recv(e, NO_FD, buffer, 1, 0));
    calls.put("send", e -> PosixCalls.send(e, NO_FD, buffer, 1, 0));
    calls.put("sendmsg", e -> PosixCalls.sendmsg(e, NO_FD, message, 0));
    calls.put("recvmsg", e -> PosixCalls.recvmsg(e, NO_FD, message, 0));
    calls.put("recvmmsg", e -> LinuxCalls.recvmmsg(e, NO_FD, messages, 1, 0));
    calls.put("sendmmsg", e -> LinuxCalls.sendmmsg(e, NO_FD, messages, 1, 0));
    calls.put("close", e -> PosixCalls.close(e, NO_FD));
    calls.put("fcntl", e -> PosixCalls.fcntl(e, NO_FD, Fcntl.F_GETFL, 0));
    calls.put("ioctl", e -> LinuxCalls.ioctl(e, NO_FD, EpollParams.EPIOCGPARAMS, buffer));

    Map<String, String> results = new LinkedHashMap<>();
    calls.forEach((name, call) -> results.put(name, Errno.name((int) -call.applyAsLong(errno))));

    results.forEach((name, result) -> assertEquals("EBADF", result, name));
  }

  @Test
  void otherErrorsComeBackAsTheyAre() {
    assertEquals(-Errno.EINVAL, LinuxCalls.epollCreate1(errno, ~Epoll.EPOLL_CLOEXEC));
    assertEquals(-Errno.EINVAL, LinuxCalls.eventfd(errno, 0, ~0));
    assertEquals(-Errno.EAFNOSUPPORT, PosixCalls.socket(errno, ~0 >>> 1, Sockets.SOCK_STREAM, 0));
    assertEquals(-Errno.EINVAL, PosixCalls.getrlimit(errno, NO_FD, buffer));
    assertEquals(-Errno.EINVAL, LinuxCalls.setrlimit(errno, NO_FD, buffer));
  }

  @Test
  void oneErrnoSegmentServesFailuresAndSuccessesInTurn() {
    for (int i = 0; i < 3; i++) {
      assertEquals(-Errno.EBADF, PosixCalls.close(errno, NO_FD));
      int fd = ok(LinuxCalls.eventfd(errno, 0, EventFd.EFD_NONBLOCK | EventFd.EFD_CLOEXEC));
      assertEquals(-Errno.EAGAIN, PosixCalls.read(errno, fd, buffer, Long.BYTES));
      assertEquals(0, PosixCalls.close(errno, fd));
    }
  }

  @Test
  void heapMemoryIsRefusedByTheJvmAndNotByTheKernel() {
    MemorySegment heap = MemorySegment.ofArray(new byte[8]);

    assertThrows(
        IllegalArgumentException.class, () -> PosixCalls.read(errno, 0, heap, heap.byteSize()));
  }

  @Test
  void epollReportsAnEventfdWithTheDataItWasRegisteredWith() {
    long data = 0x8123_4567_89AB_CDEFL;
    int epfd = ok(LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC));
    int fd = ok(LinuxCalls.eventfd(errno, 0, EventFd.EFD_NONBLOCK | EventFd.EFD_CLOEXEC));
    MemorySegment event = arena.allocate(EpollEvent.LAYOUT);
    MemorySegment events = arena.allocate(EpollEvent.LAYOUT, 4);
    EpollEvent.set(event, Epoll.EPOLLIN | Epoll.EPOLLET, data);
    ok(LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_ADD, fd, event));
    assertEquals(-Errno.EEXIST, LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_ADD, fd, event));
    assertEquals(0, LinuxCalls.epollWait(errno, epfd, events, 4, 0));

    buffer.set(JAVA_LONG, 0, 1);
    assertEquals(Long.BYTES, PosixCalls.write(errno, fd, buffer, Long.BYTES));

    assertEquals(1, LinuxCalls.epollWait(errno, epfd, events, 4, -1));
    assertEquals(Epoll.EPOLLIN, EpollEvent.events(events, 0));
    assertEquals(data, EpollEvent.data(events, 0));
    assertEquals(0, LinuxCalls.epollWait(errno, epfd, events, 4, 0), "an edge comes once");
    assertEquals(Long.BYTES, PosixCalls.read(errno, fd, buffer, Long.BYTES));
    assertEquals(1, buffer.get(JAVA_LONG, 0));
    ok(LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_DEL, fd, NULL));
    assertEquals(-Errno.ENOENT, LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_MOD, fd, event));
    ok(PosixCalls.close(errno, fd));
    ok(PosixCalls.close(errno, epfd));
  }

  @Test
  void epollReportsSeveralEventsOneBehindTheOther() {
    int count = 3;
    int epfd = ok(LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC));
    int[] fds = new int[count];
    MemorySegment event = arena.allocate(EpollEvent.LAYOUT);
    MemorySegment events = arena.allocate(EpollEvent.LAYOUT, count);
    for (int i = 0; i < count; i++) {
      fds[i] = ok(LinuxCalls.eventfd(errno, 1, EventFd.EFD_CLOEXEC));
      EpollEvent.set(event, Epoll.EPOLLIN, 1L << (40 + i));
      ok(LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_ADD, fds[i], event));
    }

    assertEquals(count, LinuxCalls.epollWait(errno, epfd, events, count, 0));

    long seen = 0;
    for (int i = 0; i < count; i++) {
      assertEquals(Epoll.EPOLLIN, EpollEvent.events(events, i));
      seen |= EpollEvent.data(events, i);
      ok(PosixCalls.close(errno, fds[i]));
    }
    assertEquals(0b111L << 40, seen);
    ok(PosixCalls.close(errno, epfd));
  }

  @Test
  void epollPwait2WaitsToTheNanosecond() {
    Assumptions.assumeTrue(LinuxCalls.hasEpollPwait2(), "this C library has no epoll_pwait2");
    int epfd = ok(LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC));
    MemorySegment events = arena.allocate(EpollEvent.LAYOUT);
    MemorySegment time = arena.allocate(TimeSpec.LAYOUT);
    long timeoutNanos = TimeUnit.MICROSECONDS.toNanos(300);
    TimeSpec.set(time, timeoutNanos);

    long start = System.nanoTime();
    int result = LinuxCalls.epollPwait2(errno, epfd, events, 1, time);
    long elapsedNanos = System.nanoTime() - start;

    Assumptions.assumeFalse(result == -Errno.ENOSYS, "this kernel has no epoll_pwait2");
    assertEquals(0, result);
    assertTrue(elapsedNanos >= timeoutNanos, () -> "returned after " + elapsedNanos + " ns");
    TimeSpec.set(time, -1);
    assertEquals(-Errno.EINVAL, LinuxCalls.epollPwait2(errno, epfd, events, 1, time));
    TimeSpec.set(time, 0);
    assertEquals(-Errno.EBADF, LinuxCalls.epollPwait2(errno, NO_FD, events, 1, time));
    ok(PosixCalls.close(errno, epfd));
  }

  @Test
  void bytesCrossALoopbackConnectionByEveryCall() {
    try (LoopbackPair pair = LoopbackPair.open(arena, errno)) {
      MemorySegment hello = arena.allocateFrom("hello", StandardCharsets.US_ASCII);
      MemorySegment vectors = arena.allocate(IoVec.LAYOUT, 2);
      IoVec.set(vectors, 0, hello, 2);
      IoVec.set(vectors, 1, hello.asSlice(2), 3);
      MemorySegment message = arena.allocate(MsgHdr.LAYOUT);
      MsgHdr.setVectors(message, vectors, 2);
      Map<String, ToLongFunction<Integer>> senders = new LinkedHashMap<>();
      senders.put("write", fd -> PosixCalls.write(errno, fd, hello, 5));
      senders.put("send", fd -> PosixCalls.send(errno, fd, hello, 5, Sockets.MSG_NOSIGNAL));
      senders.put("writev", fd -> LinuxCalls.writev(errno, fd, vectors, 2));
      senders.put("sendmsg", fd -> PosixCalls.sendmsg(errno, fd, message, Sockets.MSG_NOSIGNAL));
      MemorySegment target = arena.allocate(IoVec.LAYOUT, 2);
      IoVec.set(target, 0, buffer, 1);
      IoVec.set(target, 1, buffer.asSlice(1), 4);
      Map<String, ToLongFunction<Integer>> receivers = new LinkedHashMap<>();
      receivers.put("read", fd -> PosixCalls.read(errno, fd, buffer, 5));
      receivers.put("recv", fd -> PosixCalls.recv(errno, fd, buffer, 5, 0));
      receivers.put("readv", fd -> LinuxCalls.readv(errno, fd, target, 2));

      senders.forEach(
          (sender, send) ->
              receivers.forEach(
                  (receiver, receive) -> {
                    buffer.fill((byte) 0);
                    assertEquals(5, send.applyAsLong(pair.client()), sender);
                    assertEquals(5, receive.applyAsLong(pair.server()), receiver);
                    assertEquals("hello", buffer.getString(0), sender + " to " + receiver);
                  }));

      assertEquals(4, IoVec.length(target, 1));
    }
  }

  @Test
  void theEndOfTheStreamIsZeroAndABrokenPipeIsEpipe() {
    try (LoopbackPair pair = LoopbackPair.open(arena, errno)) {
      int flags = Sockets.MSG_DONTWAIT | Sockets.MSG_NOSIGNAL;
      assertEquals(-Errno.EAGAIN, PosixCalls.recv(errno, pair.server(), buffer, 1, flags));

      ok(PosixCalls.shutdown(errno, pair.client(), Sockets.SHUT_WR));

      assertEquals(0, PosixCalls.recv(errno, pair.server(), buffer, 1, 0));
      assertEquals(-Errno.EPIPE, PosixCalls.send(errno, pair.client(), buffer, 1, flags));
    }
  }

  @Test
  void addressesOfBothEnds() throws Exception {
    try (LoopbackPair pair = LoopbackPair.open(arena, errno)) {
      MemorySegment ofPeer =
          addressOf(length -> PosixCalls.getpeername(errno, pair.client(), buffer, length));
      MemorySegment ofServer =
          addressOf(length -> PosixCalls.getsockname(errno, pair.server(), buffer, length));

      assertEquals(Sockets.AF_INET, SockAddr.family(ofPeer));
      assertArrayEquals(InetAddress.getByName("127.0.0.1").getAddress(), SockAddr.host(ofPeer));
      assertNotEquals(0, SockAddr.port(ofPeer));
      assertEquals(SockAddr.port(ofServer), SockAddr.port(ofPeer));
    }
  }

  @Test
  void addressesSurviveTheRoundTripThroughMemory() throws Exception {
    MemorySegment address = arena.allocate(SockAddr.LAYOUT);
    byte[] inet4 = InetAddress.getByName("127.1.2.3").getAddress();
    byte[] inet6 = InetAddress.getByName("fe80::1:2:3").getAddress();

    assertEquals(SockAddr.INET6_BYTES, SockAddr.setInet6(address, inet6, 0xABCD, 7));
    assertEquals(Sockets.AF_INET6, SockAddr.family(address));
    assertArrayEquals(inet6, SockAddr.host(address));
    assertEquals(0xABCD, SockAddr.port(address));
    assertEquals(7, SockAddr.scopeId(address));

    assertEquals(SockAddr.INET4_BYTES, SockAddr.setInet4(address, inet4, 65_535));
    assertEquals(Sockets.AF_INET, SockAddr.family(address));
    assertArrayEquals(inet4, SockAddr.host(address));
    assertEquals(65_535, SockAddr.port(address));
    assertEquals(0, SockAddr.scopeId(address));
    assertEquals((byte) 0xFF, address.get(JAVA_BYTE, 2), "the port is in network order");
  }

  @Test
  void connectToAPortWithoutListenerIsRefused() throws Exception {
    int fd =
        ok(PosixCalls.socket(errno, Sockets.AF_INET, Sockets.SOCK_STREAM, Sockets.IPPROTO_TCP));
    byte[] loopback = InetAddress.getByName("127.0.0.1").getAddress();
    int length = SockAddr.setInet4(buffer, loopback, 0);
    ok(PosixCalls.bind(errno, fd, buffer, length));
    intOut.set(JAVA_INT, 0, length);
    ok(PosixCalls.getsockname(errno, fd, buffer, intOut));
    int other = ok(PosixCalls.socket(errno, Sockets.AF_INET, Sockets.SOCK_STREAM, 0));

    assertEquals(-Errno.EADDRINUSE, PosixCalls.bind(errno, other, buffer, length));
    assertEquals(-Errno.ECONNREFUSED, PosixCalls.connect(errno, other, buffer, length));

    ok(PosixCalls.close(errno, other));
    ok(PosixCalls.close(errno, fd));
  }

  @Test
  void options() {
    try (LoopbackPair pair = LoopbackPair.open(arena, errno)) {
      int fd = pair.client();
      ok(setIntOption(errno, fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1));
      assertNotEquals(0, getIntOption(errno, fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY));
      assertEquals(
          Sockets.SOCK_STREAM, getIntOption(errno, fd, Sockets.SOL_SOCKET, Sockets.SO_TYPE));
      assertEquals(0, getIntOption(errno, fd, Sockets.SOL_SOCKET, Sockets.SO_ERROR));

      MemorySegment linger = arena.allocate(Linger.LAYOUT);
      Linger.set(linger, true, 3);
      int size = (int) linger.byteSize();
      ok(PosixCalls.setsockopt(errno, fd, Sockets.SOL_SOCKET, Sockets.SO_LINGER, linger, size));
      linger.fill((byte) 0);
      intOut.set(JAVA_INT, 0, size);
      ok(PosixCalls.getsockopt(errno, fd, Sockets.SOL_SOCKET, Sockets.SO_LINGER, linger, intOut));
      assertTrue(Linger.isEnabled(linger));
      assertEquals(3, Linger.seconds(linger));
      assertEquals(
          -Errno.ENOPROTOOPT, setIntOption(errno, fd, Sockets.SOL_SOCKET, Integer.MAX_VALUE, 1));
    }
  }

  @Test
  void descriptorFlags() {
    int fd = ok(LinuxCalls.eventfd(errno, 0, EventFd.EFD_CLOEXEC));
    int flags = ok(PosixCalls.fcntl(errno, fd, Fcntl.F_GETFL, 0));
    assertEquals(0, flags & Fcntl.O_NONBLOCK);
    assertEquals(Fcntl.FD_CLOEXEC, PosixCalls.fcntl(errno, fd, Fcntl.F_GETFD, 0));

    ok(PosixCalls.fcntl(errno, fd, Fcntl.F_SETFL, flags | Fcntl.O_NONBLOCK));
    ok(PosixCalls.fcntl(errno, fd, Fcntl.F_SETFD, 0));

    assertEquals(flags | Fcntl.O_NONBLOCK, PosixCalls.fcntl(errno, fd, Fcntl.F_GETFL, 0));
    assertEquals(0, PosixCalls.fcntl(errno, fd, Fcntl.F_GETFD, 0));
    ok(PosixCalls.close(errno, fd));
  }

  @Test
  void busyPollingOfAnEpollInstanceIsReadBackAsItWasSet() {
    int epfd = ok(LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC));
    MemorySegment set = arena.allocate(EpollParams.LAYOUT);
    MemorySegment read = arena.allocate(EpollParams.LAYOUT).fill((byte) -1);
    int missing = LinuxCalls.ioctl(errno, epfd, EpollParams.EPIOCGPARAMS, read);
    Assumptions.assumeTrue(
        missing == 0, () -> "this kernel has no EPIOCGPARAMS: " + Errno.name(-missing));
    assertEquals(-1, read.mismatch(set), "a fresh instance has zeroes");

    EpollParams.setBusyPollMicros(set, 0x0001_2345);
    ok(LinuxCalls.ioctl(errno, epfd, EpollParams.EPIOCSPARAMS, set));

    ok(LinuxCalls.ioctl(errno, epfd, EpollParams.EPIOCGPARAMS, read));
    assertEquals(0x0001_2345, EpollParams.busyPollMicros(read));
    assertEquals(-1, read.mismatch(set), "the budget and the preference are still zero");
    EpollParams.setBusyPollMicros(set, -1);
    assertEquals(-Errno.EINVAL, LinuxCalls.ioctl(errno, epfd, EpollParams.EPIOCSPARAMS, set));
    ok(PosixCalls.close(errno, epfd));
  }

  @Test
  void aDescriptorThatDoesNotKnowTheRequestGivesMinusEnotty() {
    int fd = ok(LinuxCalls.eventfd(errno, 0, EventFd.EFD_CLOEXEC));

    assertEquals(-Errno.ENOTTY, LinuxCalls.ioctl(errno, fd, EpollParams.EPIOCGPARAMS, buffer));

    ok(PosixCalls.close(errno, fd));
  }

  @Test
  void limits() {
    MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
    ok(PosixCalls.getrlimit(errno, Rlimit.RLIMIT_NOFILE, limit));
    long current = Rlimit.current(limit);
    long maximum = Rlimit.maximum(limit);
    assertTrue(Long.compareUnsigned(current, 0) > 0);
    assertTrue(Long.compareUnsigned(current, maximum) <= 0);

    Rlimit.set(limit, current, maximum);

    assertEquals(0, LinuxCalls.setrlimit(errno, Rlimit.RLIMIT_NOFILE, limit));
  }

  @Test
  void namesAndTextsOfErrors() {
    assertEquals("ECONNRESET", Errno.name(Errno.ECONNRESET));
    assertEquals("the peer reset the connection", Errno.text(Errno.ECONNRESET));
    assertEquals("EAGAIN", Errno.name(Errno.EAGAIN));
    assertEquals("errno 9999", Errno.name(9999));
    assertEquals("errno -1", Errno.name(-1));
    assertFalse(Errno.text(9999).isEmpty());
  }

  @Test
  void callsAllocateNothing() throws Throwable {
    try (LoopbackPair pair = LoopbackPair.open(arena, errno)) {
      int epfd = ok(LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC));
      MemorySegment event = arena.allocate(EpollEvent.LAYOUT);
      MemorySegment events = arena.allocate(EpollEvent.LAYOUT, 4);
      EpollEvent.set(event, Epoll.EPOLLIN, 1);
      ok(LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_ADD, pair.server(), event));
      MemorySegment vectors = arena.allocate(IoVec.LAYOUT);
      Runnable round =
          () -> {
            for (int i = 0; i < 500; i++) {
              IoVec.set(vectors, 0, buffer, 8);
              PosixCalls.send(errno, pair.client(), buffer, 8, Sockets.MSG_NOSIGNAL);
              LinuxCalls.writev(errno, pair.client(), vectors, 1);
              LinuxCalls.epollWait(errno, epfd, events, 4, 0);
              EpollEvent.data(events, 0);
              PosixCalls.recv(errno, pair.server(), buffer, 8, 0);
              PosixCalls.read(errno, pair.server(), buffer, 8);
              PosixCalls.recv(errno, pair.server(), buffer, 8, Sockets.MSG_DONTWAIT);
              EpollEvent.set(event, Epoll.EPOLLIN, i);
              LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_MOD, pair.server(), event);
              setIntOption(errno, pair.client(), Sockets.IPPROTO_TCP, Sockets.TCP_QUICKACK, 1);
            }
          };
      AllocationMeter meter = new AllocationMeter();
      meter.fewestBytes(round); // Warm-up: linking and compiling do allocate.

      assertEquals(0, meter.fewestBytes(round));
      ok(PosixCalls.close(errno, epfd));
    }
  }

  private MemorySegment addressOf(Function<MemorySegment, Integer> call) {
    intOut.set(JAVA_INT, 0, (int) buffer.byteSize());
    ok(call.apply(intOut));
    assertEquals(SockAddr.INET4_BYTES, intOut.get(JAVA_INT, 0));
    return arena.allocate(SockAddr.LAYOUT).copyFrom(buffer.asSlice(0, SockAddr.INET4_BYTES));
  }

  private int getIntOption(MemorySegment errno, int fd, int level, int name) {
    intOut.set(JAVA_INT, 0, Integer.BYTES);
    int result = PosixCalls.getsockopt(errno, fd, level, name, buffer, intOut);
    return result < 0 ? result : buffer.get(JAVA_INT, 0);
  }

  private int setIntOption(MemorySegment errno, int fd, int level, int name, int value) {
    buffer.set(JAVA_INT, 0, value);
    return PosixCalls.setsockopt(errno, fd, level, name, buffer, Integer.BYTES);
  }
}
