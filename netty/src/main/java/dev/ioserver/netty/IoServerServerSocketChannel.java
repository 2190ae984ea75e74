package dev.ioserver.netty;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DescriptorSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import org.jspecify.annotations.Nullable;

/** A listening TCP socket, whose messages are the connections that it accepts. */
public final class IoServerServerSocketChannel extends AbstractIoServerChannel
    implements ServerSocketChannel {

  /**
   * Address reuse is on by default where it means to bind in spite of old connections, as in the
   * JDK. Connections inherit TCP_NODELAY, on by default, from the listener: that costs no call for
   * each.
   */
  private static final SocketOptions DEFAULTS =
      PlatformDependent.isWindows()
          ? IoServerSocketChannel.NO_DELAY
          : IoServerSocketChannel.NO_DELAY.with(StandardSocketOptions.SO_REUSEADDR, true);

  private final IoServerServerSocketChannelConfig config;

  /** A channel that accepts over IPv6 and IPv4, where there is both. */
  public IoServerServerSocketChannel() {
    this(ControlCalls.isInet6());
  }

  /**
   * A channel of one family.
   *
   * @param family null for both, where there is both
   */
  public IoServerServerSocketChannel(@Nullable SocketProtocolFamily family) {
    this(Opened.isInet6(family));
  }

  private IoServerServerSocketChannel(boolean inet6) {
    super(null, Opened.listener(inet6, DEFAULTS), inet6, false);
    config = new IoServerServerSocketChannelConfig(this);
  }

  @Override
  public ServerSocketChannelConfig config() {
    return config;
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return (InetSocketAddress) super.localAddress();
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress() {
    return null;
  }

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
      int backlog = Math.max(1, config.getBacklog());
      check(sockets, sockets.listen(descriptor(), told(address), backlog));
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
      handle.reset(config);
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
      long accepted = sockets.accept(descriptor(), IoServerSocketChannel.NO_DELAY);
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
      pipeline().fireChannelRead(connection(sockets, accepted));
      return true;
    }

    private IoServerSocketChannel connection(DescriptorSockets sockets, long accepted) {
      try {
        return new IoServerSocketChannel(
            IoServerServerSocketChannel.this,
            new SocketDescriptor(accepted),
            sockets.acceptedPeer(),
            sockets.localAddress(accepted),
            config.lingerOfConnections());
      } catch (RuntimeException | Error e) {
        sockets.close(accepted);
        throw e;
      }
    }
  }
}
