package dev.ioserver.bench.datagram;

import dev.ioserver.bench.peer.NettyLoops;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.netty.IoServerChannelOption;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/** A channel of datagrams of Netty, receiving and sending as many with a call as it can. */
final class NettyDatagramServer extends DatagramServer {

  /** Datagrams that one call receives, where the transport can do that. */
  private static final int TOGETHER = 64;

  /** Datagrams of one read before the loop looks at others; Netty's usual 16 would be few. */
  private static final int A_READ = 256;

  /** What the kernel takes as one: so many datagrams, and so many bytes. */
  private static final int MOST_SEGMENTS = 64;

  private static final int MOST_SEGMENT_BYTES = 65_507;

  private final IoEventLoopGroup group;
  private final Channel channel;

  NettyDatagramServer(String peer) throws InterruptedException {
    boolean segments = peer.equals(Peers.NETTY_EPOLL_SEGMENTS);
    String transport = segments ? Peers.NETTY_EPOLL : peer;
    boolean together = !transport.equals(Peers.NETTY_NIO);
    group = NettyLoops.open(transport, false);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NettyLoops.datagramChannel(transport))
            .option(ChannelOption.SO_RCVBUF, Ask.RECEIVE_BUFFER)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator((together ? TOGETHER : 1) * Ask.MOST_BYTES)
                    .maxMessagesPerRead(A_READ))
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(1 << 20, 2 * Ask.MOST_DATAGRAMS * Ask.MOST_BYTES))
            .handler(new Handler(segments));
    if (segments) {
      // One call for each of what comes as one: with several, Netty does not tell them apart.
      bootstrap.option(EpollChannelOption.UDP_GRO, true);
    } else if (transport.equals(Peers.NETTY_EPOLL)) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, Ask.MOST_BYTES);
    } else if (transport.equals(Peers.NETTY_IOSERVER)) {
      bootstrap.option(IoServerChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, Ask.MOST_BYTES);
    }
    channel = bootstrap.bind(loopback(0)).sync().channel();
  }

  @Override
  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    NettyLoops.close(group);
  }

  /** What is written is sent when all that was read has been handled. */
  private static final class Handler extends ChannelInboundHandlerAdapter {

    private final ByteBuf payload =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(1 << 16).writeZero(MOST_SEGMENT_BYTES).asReadOnly());
    private final boolean segments;
    private InetSocketAddress to = loopback(0);
    private long received;

    Handler(boolean segments) {
      this.segments = segments;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      ByteBuf content = packet.content();
      int segment = packet instanceof SegmentedDatagramPacket many ? many.segmentSize() : 0;
      received += segment == 0 ? 1 : (content.readableBytes() + segment - 1) / segment;
      int at = content.readerIndex();
      switch (content.getByte(at)) {
        case Ask.TELL -> tell(context, packet);
        case Ask.ECHO -> {
          write(
              context,
              segment == 0
                  ? new DatagramPacket(content, packet.sender())
                  : new SegmentedDatagramPacket(content, segment, packet.sender()));
          return;
        }
        case Ask.SEND -> {
          send(
              context,
              content.getInt(at + Ask.HOW_MANY),
              content.getInt(at + Ask.BYTES),
              content.getInt(at + Ask.PORT));
          tell(context, packet);
        }
        default -> {
          // It is counted.
        }
      }
      packet.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      cause.printStackTrace();
      var _ = context.close();
    }

    private void send(ChannelHandlerContext context, int count, int bytes, int port) {
      if (to.getPort() != port) {
        to = loopback(port);
      }
      int most = segments ? Math.min(MOST_SEGMENTS, MOST_SEGMENT_BYTES / bytes) : 1;
      for (int left = count; left > 0; left -= most) {
        int together = Math.min(left, most);
        ByteBuf content = payload.slice(0, together * bytes);
        write(
            context,
            together == 1
                ? new DatagramPacket(content, to)
                : new SegmentedDatagramPacket(content, bytes, to));
      }
    }

    private void tell(ChannelHandlerContext context, DatagramPacket packet) {
      ByteBuf count = context.alloc().directBuffer(Long.BYTES).writeLong(received);
      write(context, new DatagramPacket(count, packet.sender()));
    }

    private static void write(ChannelHandlerContext context, DatagramPacket packet) {
      // Its failure is told to exceptionCaught.
      var _ = context.write(packet, context.voidPromise());
    }
  }
}
