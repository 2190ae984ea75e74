package dev.ioserver.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library that tests were told to use and that is not there is an error, and not a skip. */
class NamedLibraryTest {

  @TempDir private Path folder;

  @Test
  void fileThatIsThereIsTaken() throws Exception {
    Path file = Files.createFile(folder.resolve("kqueue.so"));
    assertEquals(file.toString(), KqueueCondition.named("IOSERVER_RUMP", file.toString()));
    assertNull(KqueueCondition.named("IOSERVER_RUMP", null));
    assertNull(KqueueCondition.named("IOSERVER_RUMP", ""));
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    for (Path none : new Path[] {folder.resolve("none.so"), folder}) {
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class,
              () -> KqueueCondition.named("IOSERVER_RUMP", none.toString()));
      assertEquals(
          "IOSERVER_RUMP names no file that can be read: "
              + none
              + "; docs/kqueue.md says what it is",
          refused.getMessage());
    }
  }
}
