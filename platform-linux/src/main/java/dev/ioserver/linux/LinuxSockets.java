package dev.ioserver.linux;

import dev.ioserver.posix.PosixSockets;
import dev.ioserver.posix.PosixSystem;

/**
 * The socket calls of Linux: {@code socket(7)}, {@code tcp(7)}. POSIX has it all; what is Linux
 * about it is in the {@linkplain #SYSTEM parts}.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine.
 */
final class LinuxSockets extends PosixSockets {

  /** What Linux supplies. */
  static final PosixSystem SYSTEM =
      new PosixSystem(new LinuxSocketCalls(), new LinuxStructs(), LinuxErrorCodes.INSTANCE);

  LinuxSockets() {
    super(SYSTEM);
  }
}
