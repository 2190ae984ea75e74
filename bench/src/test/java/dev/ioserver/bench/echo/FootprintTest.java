package dev.ioserver.bench.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FootprintTest {

  private static final List<String> HISTOGRAM =
      List.of(
          " num     #instances         #bytes  class name (module)",
          "-------------------------------------------------------",
          "   1:         10000         320000  java.lang.String (java.base@25.0.1)",
          "   2:             3           9000  [B (java.base@25.0.1)",
          "   3:             1           5000  [Ljdk.internal.vm.FillerElement; (java.base@25.0.1)",
          "   4:             2             32  some.Hidden",
          "   5:             1             16  some.Hidden",
          "Total         10007         334048");

  @Test
  void aHistogramIsRead() {
    Map<String, Footprint.Objects> classes = Footprint.classes(HISTOGRAM);
    assertEquals(
        Map.of(
            "java.lang.String",
            new Footprint.Objects(10_000, 320_000),
            "[B",
            new Footprint.Objects(3, 9_000),
            "some.Hidden",
            new Footprint.Objects(3, 48)),
        classes);
    assertEquals(new Footprint.Objects(10_006, 329_048), new Footprint(classes, 0).all());
  }

  @Test
  void theDifferenceIsSharedAmongTheConnections() {
    Footprint before = new Footprint(Map.of("A", new Footprint.Objects(5, 80)), 1_000);
    Footprint after =
        new Footprint(
            Map.of("A", new Footprint.Objects(15, 240), "B", new Footprint.Objects(20, 480)),
            5_000);
    IdleMemory found = IdleMemory.difference(before, after, 10, true);
    assertEquals(64, found.heapBytes());
    assertEquals(3, found.objects());
    assertEquals(400, found.outsideBytes());
    assertEquals(464, found.residentBytes());
    assertEquals(
        List.of(new IdleMemory.OfClass("B", 2, 48), new IdleMemory.OfClass("A", 1, 16)),
        found.classes());
  }

  @Test
  void aProgramWithoutAHeapHasNone() {
    IdleMemory found =
        IdleMemory.difference(
            new Footprint(Map.of(), 1_000), new Footprint(Map.of(), 3_000), 10, false);
    assertTrue(Double.isNaN(found.heapBytes()) && Double.isNaN(found.objects()));
    assertEquals(200, found.residentBytes());
  }
}
