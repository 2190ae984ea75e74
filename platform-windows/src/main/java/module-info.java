/**
 * The engine for Windows: readiness of sockets through a completion port, a posted packet to wake
 * it, and the socket calls, straight from Java.
 *
 * <p>Nothing here is exported. Programs find the engine through {@link java.util.ServiceLoader} by
 * having this module on their path.
 */
module dev.ioserver.windows {
  requires dev.ioserver.bindings;
  requires dev.ioserver.engine;
  requires static org.jspecify;

  provides dev.ioserver.engine.spi.Engine with
      dev.ioserver.windows.IocpEngine;
}
