package dev.ioserver.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class DescriptorsTest {

  @Test
  void aFewAreThere() {
    assertNull(Descriptors.unavailabilityCause(10));
  }

  @Test
  void whoHasTooFewIsToldWhatToDo() {
    assertEquals(
        "10000 connections need 10150 descriptors in a process, and it may have 4096: raise the"
            + " limit (as root 'ulimit -Hn 10150; ulimit -n 10150' before the command, or"
            + " LimitNOFILE= of systemd), or ask for at most 3946 connections",
        Descriptors.cause(10_000, 4_096));
  }
}
