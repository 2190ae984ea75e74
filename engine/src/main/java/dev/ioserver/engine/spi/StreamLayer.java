package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.Layer;

/**
 * A {@link Layer} that the engine can put between a port and its socket. Implemented by modules
 * such as {@code ioserver-tls}.
 *
 * <p>Thread-safety: any thread; each loop makes the streams of its own ports.
 */
public interface StreamLayer extends Layer {

  /**
   * Makes the layer of one port. The loop's thread.
   *
   * @param context what it may use of the port
   * @return the layer, whose stream below is still to come
   */
  LayeredStream over(LayerContext context);
}
