package dev.ioserver.windows;

import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.bindings.windows.WsaData;
import dev.ioserver.engine.api.SystemCallException;
import java.lang.foreign.Arena;

/**
 * Starts Winsock, once for the process and for good. Java does so too as soon as it opens a socket
 * of its own, but a process that has not done that would hear WSANOTINITIALISED.
 *
 * <p>Thread-safety: any thread.
 */
final class Winsock {

  /** 2.2, the one there has been since 1996. */
  private static final int VERSION = 0x0202;

  private Winsock() {}

  static void start() throws SystemCallException {
    if (Started.RESULT < 0) {
      throw WindowsErrorCodes.INSTANCE.failure("WSAStartup", "", Started.RESULT);
    }
  }

  /** Starts when someone first asks. */
  private static final class Started {
    static final int RESULT = start();

    private static int start() {
      try (Arena arena = Arena.ofConfined()) {
        return WinsockCalls.wsaStartup(VERSION, arena.allocate(WsaData.LAYOUT));
      }
    }
  }
}
