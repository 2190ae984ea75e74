/**
 * The engine for Linux: epoll, an eventfd to wake it, and the socket calls, straight from Java.
 *
 * <p>Nothing here is exported. Programs find the engine through {@link java.util.ServiceLoader} by
 * having this module on their path.
 */
module dev.ioserver.linux {
  requires dev.ioserver.bindings;
  requires dev.ioserver.engine;
  requires dev.ioserver.posix;
  requires static org.jspecify;

  provides dev.ioserver.engine.spi.Engine with
      dev.ioserver.linux.EpollEngine;
}
