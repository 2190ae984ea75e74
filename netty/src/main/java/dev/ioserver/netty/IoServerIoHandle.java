package dev.ioserver.netty;

import io.netty.channel.IoHandle;

/** What an event loop of this transport can wait for. */
public interface IoServerIoHandle extends IoHandle {

  /**
   * {@return a file descriptor, the same as long as the handle is registered; it stays the
   * handle's}
   */
  long descriptor();

  /** {@inheritDoc} What goes wrong is told by other means. */
  @Override
  void close();
}
