package dev.ioserver.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PinningTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "both", "1", "1,", "1,2,3", "-1,2", "99999,0"})
  void nothingElseIsUnderstood(String text) {
    if (text.equals("99999,0")) {
      assumeTrue(Pinning.parse(Pinning.APART).isPinned(), "NOT TESTED: nothing can be pinned here");
    }
    assertThrows(IllegalArgumentException.class, () -> Pinning.parse(text));
  }

  @Test
  void listsOfTheKernelAreRead() {
    assertEquals(List.of(0, 1, 2, 3, 8, 10, 11), Pinning.numbers("0-3,8,10-11"));
  }

  @Test
  void noneIsNotPinned() throws Exception {
    Pinning none = Pinning.parse(Pinning.NONE);
    none.client();
    none.server();
    none.release();
    assertFalse(none.isPinned());
    assertTrue(none.describe().startsWith("none"));
  }

  @Test
  void aThreadIsPinnedAndReleasedAndHandsItsPlaceOn() throws Exception {
    Pinning apart = Pinning.parse(Pinning.APART);
    assumeTrue(apart.isPinned(), () -> "PINNING IS NOT TESTED HERE: " + apart.describe());
    String before = inThread(PinningTest::mine);
    inThread(
        () -> {
          apart.client();
          String client = mine();
          assertEquals(1, Pinning.numbers(client).size());
          apart.server();
          String server = mine();
          assertEquals(1, Pinning.numbers(server).size());
          if (Pinning.numbers(before).size() > 1) {
            assertFalse(client.equals(server), "both on " + client);
          }
          assertEquals(server, inThread(PinningTest::mine));
          apart.release();
          assertEquals(before, mine());
          return "";
        });
  }

  @Test
  void togetherIsOneProcessor() throws Exception {
    Pinning together = Pinning.parse(Pinning.TOGETHER);
    assumeTrue(together.isPinned(), () -> "PINNING IS NOT TESTED HERE: " + together.describe());
    inThread(
        () -> {
          together.client();
          String client = mine();
          together.server();
          assertEquals(client, mine());
          return "";
        });
  }

  private static String mine() throws Exception {
    return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElseThrow();
  }

  private static String inThread(Callable<String> task) throws Exception {
    FutureTask<String> future = new FutureTask<>(task);
    Thread thread = new Thread(future, "pinned");
    thread.start();
    thread.join();
    return future.get();
  }
}
