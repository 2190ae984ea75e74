package dev.ioserver.netty;

import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connect that is under way: who waits for it, and where it goes.
 *
 * <p>Thread-safety: the event loop's thread.
 */
final class ConnectAttempt {

  private final ChannelPromise promise;
  private final SocketAddress remote;
  private @Nullable Future<?> timeout;

  ConnectAttempt(ChannelPromise promise, SocketAddress remote) {
    this.promise = promise;
    this.remote = remote;
  }

  ChannelPromise promise() {
    return promise;
  }

  SocketAddress remote() {
    return remote;
  }

  void timeout(Future<?> scheduled) {
    timeout = scheduled;
  }

  /** It is decided: no time-out comes any more. */
  void decided() {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }
}
