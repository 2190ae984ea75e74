package dev.ioserver.bench.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EchoTurnsTest {

  @Test
  void everyServerHasItsTurnInEachLap() throws Exception {
    List<String> peers = List.of("ioserver-nio", "java.nio");
    try (EchoTurns turns = new EchoTurns(peers, 1_000)) {
      List<double[]> laps = turns.run(0.1);
      assertTrue(laps.size() > 0);
      for (double[] lap : laps) {
        assertEquals(peers.size(), lap.length);
        assertTrue(lap[0] > 0 && lap[1] > 0);
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
}
