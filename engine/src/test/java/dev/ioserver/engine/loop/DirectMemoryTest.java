package dev.ioserver.engine.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the arguments of the virtual machine say of direct memory. */
class DirectMemoryTest {

  private static final long HEAP = 1 << 30;

  @Test
  void theArgumentsSayHowMuchThereIs() {
    assertEquals(HEAP, DirectMemory.limit(List.of("-Xmx1g", "-ea"), HEAP));
    assertEquals(64 << 20, limit("64m"));
    assertEquals(64 << 20, limit("64M"));
    assertEquals(3 << 10, limit("3k"));
    assertEquals(5L << 30, limit("5g"));
    assertEquals(2L << 40, limit("2t"));
    assertEquals(12_345, limit("12345"));
    assertEquals(HEAP, limit("0"), "0 is the default");
    assertEquals(HEAP, limit("many"));
    assertEquals(HEAP, limit(""));
    assertEquals(Long.MAX_VALUE, limit("99999999999t"));
    assertEquals(
        2 << 20,
        DirectMemory.limit(
            List.of("-XX:MaxDirectMemorySize=1m", "-XX:MaxDirectMemorySize=2m"), HEAP),
        "the last one counts");
    assertTrue(DirectMemory.limit() > 0);
  }

  private static long limit(String value) {
    return DirectMemory.limit(List.of("-XX:MaxDirectMemorySize=" + value), HEAP);
  }
}
