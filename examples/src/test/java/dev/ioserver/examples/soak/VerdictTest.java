package dev.ioserver.examples.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.soak.SoakResult.Faults;
import dev.ioserver.examples.soak.SoakResult.Volumes;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Whatever is off makes a run a bad one, and is named. */
class VerdictTest {

  private static final Footprint BEFORE = new Footprint(30, 10 << 20, 40 << 20, 90 << 20);

  @Test
  void nothingLostAndNothingGrownIsGood() {
    assertEquals(List.of(), Verdict.of(result(Faults.none(), BEFORE)));
    assertTrue(SoakReport.of(result(Faults.none(), BEFORE)).endsWith("good" + end()));
  }

  @Test
  void eachFaultIsNamed() throws ReflectiveOperationException {
    RecordComponent[] components = Faults.class.getRecordComponents();
    Object[] counts = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    Arrays.fill(types, long.class);
    for (int i = 0; i < components.length; i++) {
      Arrays.fill(counts, 0L);
      counts[i] = 4321L;
      Faults faults = Faults.class.getConstructor(types).newInstance(counts);
      String name = components[i].getName();
      List<String> off = Verdict.of(result(faults, BEFORE));
      assertEquals(1, off.size(), name);
      assertTrue(off.getFirst().startsWith("4,321 "), () -> name + ": " + off);
      String report = SoakReport.of(result(faults, BEFORE));
      assertTrue(report.contains("off: " + off.getFirst()), report);
      assertTrue(report.endsWith("not good" + end()), report);
    }
  }

  @Test
  void whatNeverArrivedIsLost() {
    assertEquals(2 + 4 + 6 + 7 + 8, new Faults(1, 2, 3, 4, 5, 6, 7, 8, 9).lost());
  }

  @Test
  void oneDescriptorMoreIsOff() {
    assertOff("1 more descriptors", new Footprint(31, 10 << 20, 40 << 20, 90 << 20));
    assertGood(new Footprint(29, 10 << 20, 40 << 20, 90 << 20));
  }

  @Test
  void theHeapMayGrowByItsTolerance() {
    long most = BEFORE.heap() + Verdict.HEAP_BYTES;
    assertGood(new Footprint(30, most, 40 << 20, 90 << 20));
    assertOff("bytes of heap", new Footprint(30, most + 1, 40 << 20, 90 << 20));
  }

  @Test
  void residentMemoryMayGrowWithTheHeapAndByItsTolerance() {
    long most = BEFORE.resident() + Verdict.RESIDENT_BYTES;
    assertGood(new Footprint(30, 10 << 20, 40 << 20, most));
    assertOff("resident memory", new Footprint(30, 10 << 20, 40 << 20, most + 1));
    assertGood(new Footprint(30, 10 << 20, 50 << 20, most + (10 << 20)));
    // A heap that gives memory back makes room for nothing else.
    assertGood(new Footprint(30, 10 << 20, 20 << 20, most));
  }

  @Test
  void whatTheSystemDoesNotTellIsNotOff() {
    Footprint unknown = new Footprint(Footprint.UNKNOWN, 1 << 20, 1 << 20, Footprint.UNKNOWN);
    SoakResult result = result(Faults.none(), unknown, unknown, 1);
    assertEquals(List.of(), Verdict.of(result));
    assertTrue(SoakReport.of(result).contains("unknown"));
  }

  @Test
  void aRunThatDidNothingIsOff() {
    assertEquals(List.of("nothing was done"), Verdict.of(result(Faults.none(), BEFORE, BEFORE, 0)));
  }

  private static void assertGood(Footprint after) {
    assertEquals(List.of(), Verdict.of(result(Faults.none(), after)));
  }

  private static void assertOff(String expected, Footprint after) {
    List<String> off = Verdict.of(result(Faults.none(), after));
    assertEquals(1, off.size(), off::toString);
    assertTrue(off.getFirst().contains(expected), off::toString);
  }

  private static SoakResult result(Faults faults, Footprint after) {
    return result(faults, BEFORE, after, 1);
  }

  private static SoakResult result(Faults faults, Footprint before, Footprint after, long done) {
    Volumes volumes = new Volumes(done, Map.of(), done, done, done, done, done, done, done);
    Histogram times = new Histogram(3);
    return new SoakResult(
        "nio", 1, 1_000_000_000L, volumes, faults, before, after, times, times, List.of());
  }

  private static String end() {
    return System.lineSeparator();
  }
}
