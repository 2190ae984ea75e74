package dev.ioserver.bindings.linux;

import static dev.ioserver.bindings.linux.Membarrier.MEMBARRIER_CMD_PRIVATE_EXPEDITED;
import static dev.ioserver.bindings.linux.Membarrier.MEMBARRIER_CMD_QUERY;
import static dev.ioserver.bindings.linux.Membarrier.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ioserver.bindings.abi.Skip;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the kernel answers to membarrier, where it has the call. */
@EnabledOnOs(OS.LINUX)
class MembarrierTest {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = PosixCalls.newErrnoSegment(arena);
  private int commands;

  @BeforeEach
  void query() {
    commands = LinuxCalls.membarrier(errno, MEMBARRIER_CMD_QUERY, 0);
    if (commands == -Errno.ENOSYS || commands == -Errno.EPERM) {
      throw Skip.loudly("membarrier: this kernel or its filter says " + Errno.name(-commands));
    }
    if ((commands & MEMBARRIER_CMD_PRIVATE_EXPEDITED) == 0) {
      throw Skip.loudly("membarrier: no private expedited command in " + commands);
    }
  }

  @AfterEach
  void free() {
    arena.close();
  }

  /** One story, since a process cannot take its registration back. No other test registers. */
  @Test
  void anExpeditedBarrierIsForProcessesThatHaveRegistered() {
    assertNotEquals(0, commands & MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);

    assertEquals(-Errno.EPERM, LinuxCalls.membarrier(errno, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0));

    int registered = LinuxCalls.membarrier(errno, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0);
    assertEquals(0, registered);
    assertEquals(0, LinuxCalls.membarrier(errno, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0));
    assertEquals(0, LinuxCalls.membarrier(errno, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0), "and again");
  }

  @Test
  void anUnknownCommandAndUnknownFlagsGiveMinusEinval() {
    assertEquals(-Errno.EINVAL, LinuxCalls.membarrier(errno, Integer.MIN_VALUE, 0));
    assertEquals(-Errno.EINVAL, LinuxCalls.membarrier(errno, MEMBARRIER_CMD_QUERY, ~0));
  }
}
