package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.Errno;
import dev.ioserver.posix.PosixErrorCodes;

/**
 * What errno means: {@code errno(2)} and the ERRORS sections of the calls.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class BsdErrorCodes extends PosixErrorCodes {

  /** The one instance. */
  static final BsdErrorCodes INSTANCE = new BsdErrorCodes();

  private BsdErrorCodes() {
    super(Errno::name, Errno::text);
  }
}
