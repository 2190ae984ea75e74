package dev.ioserver.bench.peer;

import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.netty.IoServerIoHandler;
import dev.ioserver.netty.IoServerNetty;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One event loop of Netty, of each kind. */
public final class NettyLoops {

  private NettyLoops() {}

  /** A group of one loop with a thread of its own. */
  public static IoEventLoopGroup open(String peer) {
    Peers.require(peer);
    return new MultiThreadIoEventLoopGroup(1, handlers(peer, false));
  }

  /**
   * As the other, where it is known that the peer can run here.
   *
   * @param busy whether it never blocks; NIO and io_uring loops of Netty cannot do that
   */
  public static IoEventLoopGroup open(String peer, boolean busy) {
    return new MultiThreadIoEventLoopGroup(1, handlers(peer, busy));
  }

  /** A group whose loop has a wake-up that can be called by itself. */
  public static WakeableGroup openWakeable(String peer) {
    Peers.require(peer);
    return new WakeableGroup(handlers(peer, false));
  }

  /** The listening channel that fits. */
  public static Class<? extends ServerSocketChannel> serverChannel(String peer) {
    return switch (peer) {
      case Peers.NETTY_EPOLL -> EpollServerSocketChannel.class;
      case Peers.NETTY_IO_URING -> IoUringServerSocketChannel.class;
      case Peers.NETTY_IOSERVER -> IoServerNetty.serverSocketChannelClass();
      default -> NioServerSocketChannel.class;
    };
  }

  /** The connecting channel that fits. */
  public static Class<? extends SocketChannel> channel(String peer) {
    return switch (peer) {
      case Peers.NETTY_EPOLL -> EpollSocketChannel.class;
      case Peers.NETTY_IO_URING -> IoUringSocketChannel.class;
      case Peers.NETTY_IOSERVER -> IoServerNetty.socketChannelClass();
      default -> NioSocketChannel.class;
    };
  }

  /** The channel of datagrams that fits. */
  public static Class<? extends DatagramChannel> datagramChannel(String peer) {
    return switch (peer) {
      case Peers.NETTY_EPOLL -> EpollDatagramChannel.class;
      case Peers.NETTY_IOSERVER -> IoServerNetty.datagramChannelClass();
      default -> NioDatagramChannel.class;
    };
  }

  /** Ends a group, and waits for it. */
  public static void close(IoEventLoopGroup group) {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static IoHandlerFactory handlers(String peer, boolean busy) {
    if (busy && !peer.equals(Peers.NETTY_EPOLL) && !peer.equals(Peers.NETTY_IOSERVER)) {
      throw new UnsupportedOperationException("no other loop of Netty can be made to spin");
    }
    return switch (peer) {
      case Peers.NETTY_IOSERVER ->
          IoServerIoHandler.newFactory(
              busy
                  ? SelectorOptions.defaults().idle(IdleStrategy.busy())
                  : SelectorOptions.defaults());
      case Peers.NETTY_EPOLL, Peers.NETTY_EPOLL_WAKEUP ->
          busy ? EpollIoHandler.newFactory(0, busy()) : EpollIoHandler.newFactory();
      case Peers.NETTY_IO_URING -> IoUringIoHandler.newFactory();
      case Peers.NETTY_NIO, Peers.NETTY_NIO_WAKEUP ->
          NioIoHandler.newFactory(SelectorProvider.provider());
      default -> throw new IllegalArgumentException(peer + " is no loop of Netty");
    };
  }

  /** Looks at the kernel and never waits in it. */
  private static SelectStrategyFactory busy() {
    return () -> (supplier, hasTasks) -> hasTasks ? supplier.get() : SelectStrategy.BUSY_WAIT;
  }

  /** A group of one loop that shows its wake-up. */
  public static final class WakeableGroup extends MultiThreadIoEventLoopGroup {

    private WakeableGroup(IoHandlerFactory handlers) {
      super(1, handlers);
    }

    /** Wakes the loop, with nothing for it to do. */
    public void wake() {
      ((WakeableLoop) next()).wake();
    }

    @Override
    protected IoEventLoop newChild(
        Executor executor, IoHandlerFactory ioHandlerFactory, Object... args) {
      return new WakeableLoop(this, executor, ioHandlerFactory);
    }
  }

  private static final class WakeableLoop extends SingleThreadIoEventLoop {

    WakeableLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handlers) {
      super(parent, executor, handlers);
    }

    void wake() {
      wakeup(false);
    }
  }
}
