package dev.ioserver.engine.api;

/**
 * What lies between a port and its socket and changes the bytes on their way, such as TLS. The port
 * looks as it does without: see {@link PortOptions#layer(Layer)}.
 *
 * <p>A layer comes from a module of its own, which implements {@code
 * dev.ioserver.engine.spi.StreamLayer}; one object serves any number of ports.
 *
 * <p>Thread-safety: any thread.
 */
public interface Layer {

  /** {@return a short name for messages, such as {@code TLS}} */
  String name();
}
