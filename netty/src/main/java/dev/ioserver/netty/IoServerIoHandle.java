package dev.ioserver.netty;

import io.netty.channel.IoHandle;

/** What an event loop of this transport can wait for. */
public interface IoServerIoHandle extends IoHandle {

  /** A file descriptor, the same as long as the handle is registered. It stays the handle's. */
  long descriptor();

  /** {@inheritDoc} What goes wrong is told by other means. */
  @Override
  void close();
}
