package dev.ioserver.engine.port;

import java.io.IOException;

/** How a port says that there was no memory for it. */
final class NoMemory {

  private NoMemory() {}

  /**
   * Why a port fails.
   *
   * @param what what memory was wanted for
   * @param cause which says how much was wanted, if the virtual machine says so
   */
  static IOException failure(String what, OutOfMemoryError cause) {
    return new IOException(
        "no memory for "
            + what
            + ": "
            + cause.getMessage()
            + "; raise -XX:MaxDirectMemorySize (for the heap -Xmx), or lower maxLength of the"
            + " framing or the limits of the inbox",
        cause);
  }
}
