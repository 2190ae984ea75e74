package dev.ioserver.examples.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keys or certificates that cannot be used; the message says which, and what they must be. */
public final class TlsSetupException extends IOException {

  private static final long serialVersionUID = 1L;

  /** For the classes of this package. */
  TlsSetupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
