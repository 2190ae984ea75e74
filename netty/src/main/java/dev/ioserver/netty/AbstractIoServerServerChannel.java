package dev.ioserver.netty;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DescriptorSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What listening sockets share, whatever their family: their messages are connections. */
abstract class AbstractIoServerServerChannel extends AbstractIoServerChannel
    implements ServerChannel {

  /** A channel that is going to listen; see the parent's for the parameters. */
  AbstractIoServerServerChannel(SocketDescriptor descriptor, boolean inet6) {
    super(null, descriptor, inet6, false);
  }

  /** Connections that may wait to be accepted, as it was set. */
  abstract int backlog();

  /** What connections inherit. */
  abstract SocketOptions inherited();

  /** The channel of a connection that was accepted just now. */
  abstract Channel connection(DescriptorSockets sockets, SocketDescriptor accepted);

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return null;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new ServerUnsafe();
  }

  @Override
  protected void doBind(SocketAddress address) throws Exception {
    try (ControlCalls calls = ControlCalls.borrow()) {
      DescriptorSockets sockets = calls.sockets();
      int result = sockets.listen(descriptor(), told(address), Math.max(1, backlog()));
      if (result < 0) {
        throw bindFailure(sockets, result);
      }
      readLocalAddress(sockets);
    }
    becomeActive();
  }

  @Override
  boolean isConnecting() {
    return false;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer in) {
    throw new UnsupportedOperationException("a listening socket does not write");
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    throw new UnsupportedOperationException("a listening socket does not write");
  }

  /** The side that the event loop calls. */
  private final class ServerUnsafe extends AbstractIoServerUnsafe {

    @Override
    public void connect(
        SocketAddress remoteAddress, @Nullable SocketAddress localAddress, ChannelPromise promise) {
      promise.setFailure(new UnsupportedOperationException("a listening socket does not connect"));
    }

    @Override
    void writeReady() {
      // It comes with an error alone, of which the next accept tells.
    }

    @Override
    void readReady() {
      var handle = recvBufAllocHandle();
      handle.reset(config());
      handle.attemptedBytesRead(1);
      Throwable failure = null;
      try {
        LoopCalls calls = transferCalls();
        while (calls != null && accept(calls.sockets())) {
          calls = handle.continueReading() ? transferCalls() : null;
        }
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
      handle.readComplete();
      pipeline().fireChannelReadComplete();
      if (failure != null) {
        pipeline().fireExceptionCaught(failure);
      }
    }

    @Override
    void endUnread() {
      // An error of the listener, of which the next accept tells.
    }

    /** Accepts one connection, and says whether there was one. */
    private boolean accept(DescriptorSockets sockets) throws IOException {
      var handle = recvBufAllocHandle();
      long accepted = sockets.accept(descriptor(), inherited());
      if (accepted == ErrorCodes.WOULD_BLOCK) {
        readEmpty();
        handle.lastBytesRead(0);
        return false;
      }
      if (accepted < 0) {
        throw Failures.known(sockets, (int) accepted);
      }
      handle.lastBytesRead(1);
      handle.incMessagesRead(1);
      readDone();
      pipeline().fireChannelRead(channel(sockets, accepted));
      return true;
    }

    private Channel channel(DescriptorSockets sockets, long accepted) {
      try {
        return connection(sockets, new SocketDescriptor(accepted));
      } catch (RuntimeException | Error e) {
        sockets.close(accepted);
        throw e;
      }
    }
  }
}
