package dev.ioserver.bindings.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.abi.AbiFacts;
import dev.ioserver.bindings.abi.AbiTarget;
import dev.ioserver.bindings.abi.CCompiler;
import java.lang.foreign.GroupLayout;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written by hand, and what differs between the processors. */
class LinuxAbiTest {
  /** For headers before Linux 6.9 and glibc 2.40: ioctl_eventpoll(2) in C. */
  private static final String EPOLL_PARAMS =
      """
      #ifndef EPIOCSPARAMS
      #include <stdint.h>
      struct epoll_params {
        uint32_t busy_poll_usecs;
        uint16_t busy_poll_budget;
        uint8_t prefer_busy_poll;
        uint8_t __pad;
      };
      #define EPIOCSPARAMS _IOW(0x8A, 1, struct epoll_params)
      #define EPIOCGPARAMS _IOR(0x8A, 2, struct epoll_params)
      #endif
      """;

  @TempDir Path directory;

  /**
   * The structure and the numbers that are written by hand: as the manual page declares them, and
   * where the headers are new enough to have them, as those do.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "LINUX_.*")
  void epollParams(AbiTarget target) throws Exception {
    CCompiler compiler = target.compiler(directory);
    AbiFacts facts =
        new AbiFacts()
            .layout("struct epoll_params", (GroupLayout) EpollParams.LAYOUT)
            .equal("EPIOCSPARAMS", EpollParams.EPIOCSPARAMS)
            .equal("EPIOCGPARAMS", EpollParams.EPIOCGPARAMS);

    CCompiler.Outcome outcome = target.check(compiler, EPOLL_PARAMS + facts);

    assertEquals(0, outcome.exitCode(), outcome::output);
  }

  @Test
  void theLayoutOfEpollEventDiffersBetweenTheProcessorsAndNoOtherDoes() throws Exception {
    Map<String, GroupLayout> x64 = AbiTarget.LINUX_X64.code().layouts();
    Map<String, GroupLayout> aarch64 = AbiTarget.LINUX_AARCH64.code().layouts();

    assertEquals(12, x64.remove("struct epoll_event").byteSize());
    assertEquals(16, aarch64.remove("struct epoll_event").byteSize());
    assertEquals(x64, aarch64);
  }

  @Test
  void systemCallsHaveTheNumbersOfTheirProcessor() throws Exception {
    assertEquals(324, AbiTarget.LINUX_X64.code().constants().get("SYS_membarrier"));
    assertEquals(283, AbiTarget.LINUX_AARCH64.code().constants().get("SYS_membarrier"));
  }
}
