package dev.ioserver.windows;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Wine does otherwise than Windows, by the test that meets it. {@code -Dioserver.wine=true}
 * says that this is Wine; on Windows every test runs.
 */
final class WineFaults {

  /**
   * Wine 10 on Linux 6.18: a socket is closed with SO_LINGER of 0 seconds while its send buffer is
   * full and the peer's window is shut. The peer hears of it after 20 to more than 90 seconds, and
   * not at once, in some runs within the time of the test and in some not. The control: java.nio's
   * own conformance classes on the same Wine. It fails orderlyCloseGivesUpAfterItsTime (96 and 96
   * s), abortResetsThePeer (90 s) and closeServerWhilePeersDoNotReadEndsInTime (98 and 90 s). Both
   * engines of Linux pass all three in milliseconds.
   */
  private static final String LATE_RESET =
      "under Wine a reset reaches a peer that does not read only after up to minutes; java.nio"
          + " fails alike";

  private static final Map<String, String> BY_TEST =
      Map.of(
          "orderlyCloseGivesUpAfterItsTime", LATE_RESET,
          "abortResetsThePeer", LATE_RESET,
          "closeServerWhilePeersDoNotReadEndsInTime", LATE_RESET);

  private WineFaults() {}

  /** Why a test cannot pass here, or null. */
  static @Nullable String of(String method) {
    return Boolean.getBoolean("ioserver.wine") ? BY_TEST.get(method) : null;
  }
}
