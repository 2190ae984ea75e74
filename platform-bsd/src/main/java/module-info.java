/**
 * The engine for macOS and FreeBSD: kqueue, an event or a pipe to wake it, and the socket calls,
 * straight from Java.
 *
 * <p>Nothing here is exported. Programs find the engine through {@link java.util.ServiceLoader} by
 * having this module on their path.
 */
module dev.ioserver.bsd {
  requires dev.ioserver.bindings;
  requires dev.ioserver.engine;
  requires dev.ioserver.posix;
  requires static org.jspecify;

  provides dev.ioserver.engine.spi.Engine with
      dev.ioserver.bsd.KqueueEngine;
}
