package dev.ioserver.examples.gateway.load;

import java.io.IOException;
import java.io.Serial;

/** A load that could not be run: nobody listens, or the login is refused. */
public final class LoadException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
