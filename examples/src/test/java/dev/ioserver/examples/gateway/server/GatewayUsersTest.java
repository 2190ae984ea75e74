package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatewayUsersTest {

  @Test
  void namesAreDistinctAndAccepted() {
    int count = GatewayUsers.count("demo");
    assertEquals(1296, count);
    var names =
        IntStream.range(0, count)
            .mapToObj(i -> GatewayUsers.name("demo", i))
            .collect(Collectors.toSet());
    assertEquals(count, names.size());
    assertTrue(names.stream().allMatch(name -> name.length() == 6));
    assertTrue(names.stream().allMatch(name -> GatewayUsers.isDerived("demo", name)));
  }

  @Test
  void namesAreInOrder() {
    assertEquals("demo00", GatewayUsers.name("demo", 0));
    assertEquals("demo0z", GatewayUsers.name("demo", 35));
    assertEquals("demo10", GatewayUsers.name("demo", 36));
    assertEquals("demozz", GatewayUsers.name("demo", 1295));
    assertEquals("ab01", GatewayUsers.name("ab", 1));
  }

  @Test
  void longBaseLeavesFewerNames() {
    assertEquals(36, GatewayUsers.count("trade"));
    assertEquals("trade7", GatewayUsers.name("trade", 7));
    assertEquals(1, GatewayUsers.count("trader"));
    assertEquals("trader", GatewayUsers.name("trader", 0));
    assertThrows(IllegalArgumentException.class, () -> GatewayUsers.name("trader", 1));
    assertThrows(IllegalArgumentException.class, () -> GatewayUsers.name("demo", -1));
  }

  @Test
  void otherNamesAreNotDerived() {
    assertTrue(GatewayUsers.isDerived("demo", "demo"));
    assertFalse(GatewayUsers.isDerived("demo", "demo0"));
    assertFalse(GatewayUsers.isDerived("demo", "demoAB"));
    assertFalse(GatewayUsers.isDerived("demo", "dem000"));
    assertFalse(GatewayUsers.isDerived("trader", "trader0"));
    assertFalse(GatewayUsers.isDerived("demo", ""));
  }
}
