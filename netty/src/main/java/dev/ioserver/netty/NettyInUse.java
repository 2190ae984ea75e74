package dev.ioserver.netty;

import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Netty on the path has what this transport calls and overrides. What transports are
 * made of still grew after 4.2.0.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class NettyInUse {

  private NettyInUse() {}

  /** Null if it has, else why not and what would help. */
  static @Nullable String unfitness() {
    try {
      var _ = IoHandle.class.getMethod("registered");
      var _ = IoHandlerContext.class.getMethod("shouldReportActiveIoTime");
      var _ = AbstractChannel.class.getDeclaredMethod("doRegister", ChannelPromise.class);
      return null;
    } catch (NoSuchMethodException e) {
      return "this Netty is too old, it has no "
          + e.getMessage()
          + "; use 4.2.17.Final or newer of 4.2";
    }
  }
}
