package dev.ioserver.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.abi.AbiFacts;
import dev.ioserver.bindings.abi.AbiTarget;
import dev.ioserver.bindings.abi.CCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jextract cannot read of the headers of datagrams, and what was written by hand for it. */
class DatagramAbiTest {
  /** A macro as text, without its spaces: the headers have none. */
  private static final String TEXT =
      """
      #define WORDS_OF(...) #__VA_ARGS__
      #define TEXT_OF(...) WORDS_OF(__VA_ARGS__)
      """;

  @TempDir Path directory;

  @Test
  void theFunctionsHaveTheirGuids() throws Exception {
    StringBuilder known = new StringBuilder(TEXT);
    for (Extension each : Extension.values()) {
      known.append(
          """
          _Static_assert(__builtin_strcmp(TEXT_OF(WSAID_%s), "%s") == 0, "the GUID of %s");
          """
              .formatted(each, each.text(), each));
    }
    assertCompiles(known.toString());
  }

  /** In the order and of the kinds that {@link ExtensionHandles} has. */
  @Test
  void theFunctionsHaveTheirTypes() throws Exception {
    String tail = "LPDWORD, LPWSAOVERLAPPED, LPWSAOVERLAPPED_COMPLETION_ROUTINE))";
    assertCompiles(
        new AbiFacts()
            .equal(sameType("LPFN_WSARECVMSG", "INT (WINAPI *)(SOCKET, LPWSAMSG, " + tail), 1)
            .equal(
                sameType("LPFN_WSASENDMSG", "INT (WSAAPI *)(SOCKET, LPWSAMSG, DWORD, " + tail), 1)
            .equal("sizeof(SOCKET)", Long.BYTES)
            .equal("sizeof(DWORD)", Integer.BYTES)
            .toString());
  }

  /** {@link WsaCmsgHdr} goes by its size and its alignment; the macros of the header do too. */
  @Test
  void controlMessagesFollowEachOtherAsInTheHeader() throws Exception {
    assertCompiles(
        new AbiFacts()
            .equal("sizeof(WSACMSGHDR)", 16)
            .equal("_Alignof(WSACMSGHDR)", 8)
            .equal("WSA_CMSGDATA_ALIGN(sizeof(WSACMSGHDR))", 16)
            .equal("WSA_CMSGHDR_ALIGN(16 + sizeof(IN_PKTINFO))", 24)
            .equal("WSA_CMSGHDR_ALIGN(16 + sizeof(IN6_PKTINFO))", 40)
            .toString());
  }

  private static String sameType(String one, String other) {
    return "__builtin_types_compatible_p(" + one + ", " + other;
  }

  private void assertCompiles(String known) throws Exception {
    CCompiler compiler = AbiTarget.WINDOWS_X64.compiler(directory);
    CCompiler.Outcome outcome = AbiTarget.WINDOWS_X64.check(compiler, known);
    assertEquals(0, outcome.exitCode(), outcome::output);
  }
}
