package dev.ioserver.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void anEvenScaleBeginsAtZero() {
    Scale scale = Scale.of(900, 1_400, false);
    assertEquals(0, scale.position(0));
    assertEquals(0.5, scale.position(750), 1e-9);
    assertEquals(List.of("0", "500 ns", "1 us", "1.5 us"), texts(scale));
  }

  @Test
  void aLogarithmicScaleGoesFromDecadeToDecade() {
    Scale scale = Scale.of(4, 800, true);
    assertEquals(0, scale.position(1));
    assertEquals(1.0 / 3, scale.position(10), 1e-9);
    assertEquals(1, scale.position(1_000), 1e-9);
    assertEquals(List.of("1 ns", "10 ns", "100 ns", "1 us"), texts(scale));
  }

  private static List<String> texts(Scale scale) {
    return scale.ticks().stream().map(Scale.Tick::text).toList();
  }
}
