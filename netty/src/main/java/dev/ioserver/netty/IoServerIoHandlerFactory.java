package dev.ioserver.netty;

import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.SelectorCounters;
import dev.ioserver.engine.api.SystemCallException;
import io.netty.channel.ChannelException;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Makes what event loops run, {@link IoServerIoHandler#newFactory()}, and knows what their
 * selectors have counted.
 *
 * <p>Thread-safety: any thread.
 */
public final class IoServerIoHandlerFactory implements IoHandlerFactory {

  private final SelectorOptions options;
  private final List<IoServerIoHandler> handlers = new CopyOnWriteArrayList<>();

  IoServerIoHandlerFactory(SelectorOptions options) {
    this.options = options;
  }

  @Override
  public IoHandler newHandler(ThreadAwareExecutor ioExecutor) {
    try {
      var handler = new IoServerIoHandler(ioExecutor, this, options);
      handlers.add(handler);
      return handler;
    } catch (SystemCallException e) {
      throw new ChannelException("a selector cannot be opened", e);
    }
  }

  void remove(IoServerIoHandler handler) {
    handlers.remove(handler);
  }

  /** True: a loop that is suspended may go on in another thread. */
  @Override
  public boolean isChangingThreadSupported() {
    return true;
  }

  /**
   * {@return what the loops have counted that have not ended, in the order in which they were made}
   */
  public List<SelectorCounters> counters() {
    return handlers.stream().map(IoServerIoHandler::counters).toList();
  }
}
