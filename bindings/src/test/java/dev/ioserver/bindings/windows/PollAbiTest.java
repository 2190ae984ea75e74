package dev.ioserver.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.abi.AbiFacts;
import dev.ioserver.bindings.abi.AbiTarget;
import dev.ioserver.bindings.abi.CCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own header holds to what everyone else who sends this poll has found. */
class PollAbiTest {
  @TempDir Path directory;

  @Test
  void thePollIsTheOneThatItsUsersKnow() throws Exception {
    CCompiler compiler = AbiTarget.WINDOWS_X64.compiler(directory);
    AbiFacts known =
        new AbiFacts()
            .equal("IOCTL_AFD_POLL", 0x00012024)
            .equal("sizeof(struct afd_poll_info)", 32)
            .equal("SIO_BASE_HANDLE", 0x48000022);

    CCompiler.Outcome outcome = AbiTarget.WINDOWS_X64.check(compiler, known.toString());

    assertEquals(0, outcome.exitCode(), outcome::output);
  }
}
