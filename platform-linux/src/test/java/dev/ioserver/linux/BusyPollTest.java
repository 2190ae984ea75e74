package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.testkit.fixture.Loopback;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be shown without a network card: that the kernel has taken what was asked for. */
@Timeout(60)
class BusyPollTest {

  /** No time that anybody else would choose. */
  private static final int MICROS = 12_347;

  private static final SelectorOptions RAW =
      SelectorOptions.defaults().engine("epoll").busyPoll(Duration.ofNanos(MICROS * 1_000L));

  private static final IoServerOptions OPTIONS =
      IoServerOptions.defaults().engine("epoll").busyPoll(Duration.of(MICROS, ChronoUnit.MICROS));

  private final EpollEngine provider = new EpollEngine();
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = PosixCalls.newErrnoSegment(arena);

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void pollersAreOpenedWithTheirTime() throws Exception {
    assumePerEpoll();
    try (Poller poller = provider.openPoller(8, MICROS);
        IoSelector selector = IoSelector.open(RAW)) {
      assertEquals(MICROS, micros(poller));
      assertEquals(MICROS, EpollBusyPoll.get(errno, (int) selector.descriptor()));
      assertEquals(0, ((EpollPoller) poller).socketBusyPollMicros(), "the sockets need none");
    }
  }

  @Test
  void everyLoopOfAServerHasItsTime() throws Exception {
    assumePerEpoll();
    int loops = 3;
    assertEquals(0, epollsWithTheTime());
    try (IoServer server = IoServer.open(OPTIONS.loops(loops))) {
      assertEquals(loops, epollsWithTheTime(), server.engine());
    }
    assertEquals(0, epollsWithTheTime());
  }

  @Test
  void withoutTheOptionTheSystemsSettingIsLeftAlone() throws Exception {
    assumePerEpoll();
    try (Poller poller = provider.openPoller(8, 0);
        Poller other = provider.openPoller(8)) {
      assertEquals(0, micros(poller));
      assertEquals(0, micros(other));
    }
  }

  @Test
  void aTimeIsReplacedAndTakenBack() throws Exception {
    assumePerEpoll();
    try (Poller poller = provider.openPoller(8)) {
      int epfd = (int) poller.descriptor();
      for (int micros : new int[] {1, 1_000_000, Integer.MAX_VALUE, 0}) {
        assertEquals(0, EpollBusyPoll.set(errno, epfd, micros));
        assertEquals(micros, micros(poller));
      }
    }
  }

  @Test
  void whatTheKernelRefusesChangesNothing() throws Exception {
    assumePerEpoll();
    try (Poller poller = provider.openPoller(8, MICROS)) {
      assertEquals(-Errno.EINVAL, EpollBusyPoll.set(errno, (int) poller.descriptor(), -1));
      assertEquals(MICROS, micros(poller));
    }
    assertEquals(-Errno.EBADF, EpollBusyPoll.set(errno, -1, MICROS));
  }

  @Test
  void whatIsNoEpollInstanceHasNoTime() throws Exception {
    EventfdWaker waker = EventfdWaker.open();
    try {
      assertEquals(-Errno.ENOTTY, EpollBusyPoll.set(errno, waker.descriptor(), MICROS));
      assertEquals(-Errno.ENOTTY, EpollBusyPoll.get(errno, waker.descriptor()));
    } finally {
      waker.close();
    }
  }

  @Test
  void olderKernelWithoutTheSystemsSettingIsRefused() throws Exception {
    assertRefused(0, "net.core.busy_poll, which is off");
    assertRefused(-1, "net.core.busy_poll, which is not to be seen here");
  }

  @Test
  void olderKernelWithTheSystemsSettingLeavesTheTimeToTheSockets() throws Exception {
    assumePerSocket();
    try (Poller poller = provider.openPoller(8)) {
      int epfd = (int) poller.descriptor();
      assertEquals(MICROS, BusyPoll.start(epfd, MICROS, false, 50));
      assertTrue(EpollBusyPoll.get(errno, epfd) <= 0, "the epoll instance is left alone");
    }
  }

  @Test
  void olderKernelWhereSocketsRefuseItSaysWhatWouldHelp() throws Exception {
    try (Poller poller = provider.openPoller(8)) {
      // A negative time stands for a right that is missing: both are refused by the same call.
      SystemCallException refusal =
          assertThrows(
              SystemCallException.class,
              () -> BusyPoll.start((int) poller.descriptor(), -MICROS, false, 50));
      assertEquals("setsockopt", refusal.call());
      assertEquals("EINVAL", refusal.codeName());
      assertTrue(refusal.getMessage().contains("SO_BUSY_POLL"), refusal.getMessage());
      assertTrue(refusal.getMessage().contains("CAP_NET_ADMIN"), refusal.getMessage());
    }
  }

  @Test
  void olderKernelEverySocketOfALoopHasTheTime() throws Exception {
    assumePerSocket();
    try (EpollPoller poller = EpollPoller.open(8)) {
      poller.busyPollSockets(MICROS);
      assertSocketsHave(MICROS, (LinuxSockets) provider.openSockets(poller));
    }
  }

  @Test
  void withoutTheOptionSocketsAreAsTheSystemMakesThem() throws Exception {
    try (Poller poller = provider.openPoller(8)) {
      int byDefault = SocketBusyPoll.byDefault(errno);
      assertTrue(byDefault >= 0, Errno.name(-byDefault));
      assertSocketsHave(byDefault, (LinuxSockets) provider.openSockets(poller));
    }
  }

  @Test
  void doctorTellsWhatWasTried() throws Exception {
    long before = TestCalls.descriptorsOf("eventpoll");
    String perEpoll = provider.features().get("busy polling per epoll (EPIOCSPARAMS)");
    String perSocket = provider.features().get("busy polling of sockets (SO_BUSY_POLL)");
    assertEquals(EpollBusyPoll.probe(errno) == 0, perEpoll.equals("yes"), perEpoll);
    assertEquals(SocketBusyPoll.byDefault(errno) >= 0, perSocket.startsWith("yes"), perSocket);
    assertEquals(before, TestCalls.descriptorsOf("eventpoll"));
  }

  private void assertRefused(int systemMicros, String help) throws Exception {
    try (Poller poller = provider.openPoller(8)) {
      int epfd = (int) poller.descriptor();
      SystemCallException refusal =
          assertThrows(
              SystemCallException.class, () -> BusyPoll.start(epfd, MICROS, false, systemMicros));
      assertEquals("ioctl", refusal.call());
      assertEquals("ENOTTY", refusal.codeName());
      assertEquals(Kind.NOT_SUPPORTED, refusal.kind());
      assertTrue(refusal.getMessage().startsWith("ioctl(EPIOCSPARAMS)"), refusal.getMessage());
      assertTrue(refusal.getMessage().contains(help), refusal.getMessage());
      assertTrue(refusal.getMessage().contains("busyPoll at 0"), refusal.getMessage());
    }
  }

  private void assertSocketsHave(int micros, LinuxSockets sockets) {
    try (Loopback loopback = new Loopback(sockets)) {
      long listener = loopback.listen(Loopback.inet4(), ListenOptions.defaults());
      long connected = loopback.connect(loopback.address(listener), PortOptions.defaults());
      long accepted = loopback.accept(listener, PortOptions.defaults());
      for (long fd : new long[] {listener, connected, accepted}) {
        assertEquals(micros, SocketBusyPoll.get(errno, (int) fd));
      }
    }
  }

  /** How many epoll instances of this process have the time of this test. */
  private long epollsWithTheTime() throws Exception {
    return TestCalls.descriptors("eventpoll").stream()
        .filter(fd -> EpollBusyPoll.get(errno, fd) == MICROS)
        .count();
  }

  private int micros(Poller poller) {
    return EpollBusyPoll.get(errno, (int) poller.descriptor());
  }

  private void assumePerEpoll() {
    int result = EpollBusyPoll.probe(errno);
    Assumptions.assumeTrue(result == 0, () -> "EPIOCSPARAMS gave " + Errno.name(-result));
  }

  private void assumePerSocket() {
    int result = SocketBusyPoll.probe(errno, MICROS);
    Assumptions.assumeTrue(
        result == 0,
        () -> "SO_BUSY_POLL gave " + Errno.name(-result) + "; CAP_NET_ADMIN is needed");
  }
}
