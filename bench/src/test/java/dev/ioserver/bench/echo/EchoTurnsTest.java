package dev.ioserver.bench.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EchoTurnsTest {

  private static final List<String> PEERS = List.of("ioserver-nio", "java.nio");

  private final Pinning nowhere = Pinning.parse(Pinning.NONE);

  @Test
  void everyServerHasItsTurnInEachLap() throws Exception {
    try (EchoTurns turns = new EchoTurns(PEERS, 1, nowhere, 1_000, Talk.ECHO)) {
      check(turns.run(0.1));
    }
  }

  @Test
  void soItHasWithManyConnections() throws Exception {
    String cause = Peers.unavailabilityCause(Peers.EPOLL_WAIT);
    assumeTrue(cause == null, cause);
    try (EchoTurns turns = new EchoTurns(PEERS, 16, nowhere, 1_000, Talk.ECHO)) {
      check(turns.run(0.1));
    }
  }

  @Test
  void soItHasOverUnixSockets() throws Exception {
    String cause = Peers.unavailabilityCause(Peers.EPOLL_WAIT);
    assumeTrue(cause == null, cause);
    List<String> unix =
        Stream.of(Peers.IOSERVER_UNIX, Peers.JAVA_NIO_UNIX, Peers.NETTY_EPOLL_UNIX, Peers.C_UNIX)
            .filter(peer -> Peers.unavailabilityCause(peer) == null)
            .toList();
    for (int connections : new int[] {1, 16}) {
      try (EchoTurns turns = new EchoTurns(unix, connections, nowhere, 1_000, Talk.ECHO)) {
        for (EchoTurns.Lap lap : turns.run(0.1)) {
          for (int i = 0; i < unix.size(); i++) {
            assertTrue(lap.nanos(i) > 0, unix.get(i));
          }
        }
      }
    }
  }

  @Test
  void soItHasInHttp() throws Exception {
    List<String> netty = List.of(Peers.NETTY_NIO, Peers.NETTY_IOSERVER);
    for (String peer : netty) {
      String cause = Peers.unavailabilityCause(peer);
      assumeTrue(cause == null, cause);
    }
    try (EchoTurns turns = new EchoTurns(netty, 1, nowhere, 1_000, Talk.HTTP)) {
      check(turns.run(0.1));
    }
  }

  @Test
  void soItHasWithWrk() throws Exception {
    String missing = WrkClient.unavailabilityCause();
    assumeTrue(missing == null, missing);
    try (EchoTurns turns = new EchoTurns(List.of(Peers.NETTY_NIO), 4, nowhere, 1, Talk.WRK)) {
      for (EchoTurns.Lap lap : turns.run(0.1)) {
        assertTrue(lap.nanos(0) > 0);
      }
    }
  }

  @Test
  void aServersProcessorTimeIsTold() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/proc/self/task")),
        "PROCESSOR TIME IS NOT TESTED: there is no /proc");
    try (EchoTurns turns = new EchoTurns(PEERS, 1, nowhere, 1_000, Talk.ECHO)) {
      for (EchoTurns.Lap lap : turns.run(0.1)) {
        assertTrue(lap.serverNanos(0) > 0 && lap.serverNanos(1) > 0);
      }
    }
  }

  @Test
  void theMedianStandsBetweenItsBounds() {
    double[] values = IntStream.rangeClosed(1, 101).mapToDouble(i -> i).toArray();
    // 50 places below and above the middle one, and 0.98 times the root of 101 from it.
    assertArrayEquals(new double[] {41, 51, 61}, EchoTurns.median(values));
    assertArrayEquals(new double[] {7, 7, 7}, EchoTurns.median(new double[] {7}));
  }

  private static void check(List<EchoTurns.Lap> laps) {
    assertTrue(laps.size() > 0);
    for (EchoTurns.Lap lap : laps) {
      assertEquals(PEERS.size(), lap.peers());
      assertTrue(lap.nanos(0) > 0 && lap.nanos(1) > 0);
    }
  }
}
