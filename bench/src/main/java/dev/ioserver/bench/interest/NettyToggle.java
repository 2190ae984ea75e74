package dev.ioserver.bench.interest;

import dev.ioserver.bench.peer.NettyLoops;
import dev.ioserver.bench.peer.Peers;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Channels of Netty. What is asked of them goes to their loop as tasks. */
final class NettyToggle implements ForeignToggle {

  private static final int LOOK = 1 << 10;
  private static final int MOST_PENDING = 1 << 14;

  private final IoEventLoopGroup group;
  private final EventLoop loop;
  private final ChannelConfig[] configs;
  private final Runnable again = this::again;
  private volatile boolean stopped;
  private int toggles;

  NettyToggle(String peer, int sockets) throws InterruptedException {
    group = NettyLoops.open(peer);
    loop = group.next();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(
                switch (peer) {
                  case Peers.NETTY_EPOLL -> EpollDatagramChannel.class;
                  case Peers.NETTY_IO_URING -> IoUringDatagramChannel.class;
                  default -> NioDatagramChannel.class;
                })
            .handler(new ChannelInboundHandlerAdapter());
    configs = new ChannelConfig[sockets];
    for (int i = 0; i < sockets; i++) {
      Channel channel =
          bootstrap
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .sync()
              .channel();
      configs[i] = channel.config();
    }
    loop.execute(again);
  }

  @Override
  public void offAndOn(int socket) {
    configs[socket].setAutoRead(false);
    configs[socket].setAutoRead(true);
    if ((++toggles & (LOOK - 1)) == 0) {
      while (((SingleThreadEventExecutor) loop).pendingTasks() > MOST_PENDING) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void comeAndGo() {
    throw new UnsupportedOperationException("a channel of Netty belongs to its loop for life");
  }

  @Override
  public void close() {
    stopped = true;
    NettyLoops.close(group);
  }

  /** Keeps the loop awake. */
  private void again() {
    if (!stopped) {
      loop.execute(again);
    }
  }
}
