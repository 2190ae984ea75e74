package dev.ioserver.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void anEvenScaleBeginsAtZero() {
    Scale scale = Scale.of(900, 1_400);
    assertFalse(scale.isLogarithmic());
    assertEquals(0, scale.from(900));
    assertEquals(1_400, scale.to(1_400));
    assertEquals(750, scale.position(750));
    assertEquals("0", scale.text(0));
    assertEquals("500 ns", scale.text(500));
    assertEquals("1.5 us", scale.text(1_500));
  }

  @Test
  void aLogarithmicScaleGoesFromDecadeToDecade() {
    Scale scale = Scale.of(4, 800);
    assertTrue(scale.isLogarithmic());
    assertEquals(0, scale.from(4));
    assertEquals(3, scale.to(800));
    assertEquals(1, scale.position(10), 1e-9);
    assertEquals("10 ns", scale.text(1));
    assertEquals("1 us", scale.text(3));
    assertEquals(" ", scale.text(0.5));
  }

  @Test
  void aFactorOfEightIsStillEven() {
    assertFalse(Scale.of(1, 8).isLogarithmic());
    assertTrue(Scale.of(1, 8.1).isLogarithmic());
  }
}
