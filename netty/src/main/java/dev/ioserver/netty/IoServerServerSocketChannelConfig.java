package dev.ioserver.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.util.NetUtil;
import java.net.StandardSocketOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a listening socket.
 *
 * <p>Thread-safety: any thread.
 */
final class IoServerServerSocketChannelConfig extends DefaultChannelConfig
    implements ServerSocketChannelConfig {

  private static final ChannelOption<?>[] OPTIONS = {
    ChannelOption.SO_RCVBUF, ChannelOption.SO_REUSEADDR, ChannelOption.SO_BACKLOG
  };

  private final AbstractIoServerChannel owner;
  private final DescriptorOptions options;

  /** Any thread; volatile. */
  private volatile int backlog = NetUtil.SOMAXCONN;

  /** Whether SO_LINGER was set, which connections inherit. Any thread; volatile. */
  private volatile boolean lingerSet;

  IoServerServerSocketChannelConfig(IoServerServerSocketChannel channel) {
    super(channel, new ServerChannelRecvByteBufAllocator());
    this.owner = channel;
    this.options = new DescriptorOptions(channel.socketDescriptor());
  }

  /** What is known of SO_LINGER of the connections that are accepted. */
  int lingerOfConnections() {
    return lingerSet
        ? IoServerSocketChannelConfig.LINGER_UNKNOWN
        : IoServerSocketChannelConfig.LINGER_OFF;
  }

  @Override
  protected void autoReadCleared() {
    owner.autoReadCleared();
  }

  @Override
  public Map<ChannelOption<?>, Object> getOptions() {
    return getOptions(super.getOptions(), OPTIONS);
  }

  @Override
  @SuppressWarnings("unchecked") // an option is one object, and its type is known
  public <T> @Nullable T getOption(ChannelOption<T> option) {
    if (option instanceof IoServerChannelOption<T> ours) {
      return options.getIfKnown(ours.socketOption());
    }
    Object value;
    if (option.equals(ChannelOption.SO_RCVBUF)) {
      value = getReceiveBufferSize();
    } else if (option.equals(ChannelOption.SO_REUSEADDR)) {
      value = options.getIfKnown(StandardSocketOptions.SO_REUSEADDR);
    } else if (option.equals(ChannelOption.SO_BACKLOG)) {
      value = getBacklog();
    } else {
      return super.getOption(option);
    }
    return (T) value;
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    validate(option, value);
    if (option instanceof IoServerChannelOption<T> ours) {
      if (ours.socketOption().name().equals("SO_LINGER")) {
        lingerSet = true;
      }
      return options.setIfKnown(ours.socketOption(), value);
    }
    if (option.equals(ChannelOption.SO_RCVBUF)) {
      setReceiveBufferSize((Integer) value);
    } else if (option.equals(ChannelOption.SO_REUSEADDR)) {
      return options.setIfKnown(StandardSocketOptions.SO_REUSEADDR, (Boolean) value);
    } else if (option.equals(ChannelOption.SO_BACKLOG)) {
      setBacklog((Integer) value);
    } else {
      return super.setOption(option, value);
    }
    return true;
  }

  @Override
  public int getBacklog() {
    return backlog;
  }

  @Override
  public IoServerServerSocketChannelConfig setBacklog(int connections) {
    if (connections < 0) {
      throw new IllegalArgumentException("backlog is " + connections + "; it must be 0 or more");
    }
    backlog = connections;
    return this;
  }

  @Override
  public boolean isReuseAddress() {
    return options.get(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public IoServerServerSocketChannelConfig setReuseAddress(boolean on) {
    options.set(StandardSocketOptions.SO_REUSEADDR, on);
    return this;
  }

  @Override
  public int getReceiveBufferSize() {
    return options.get(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public IoServerServerSocketChannelConfig setReceiveBufferSize(int bytes) {
    options.set(StandardSocketOptions.SO_RCVBUF, bytes);
    return this;
  }

  /** {@inheritDoc} There is nothing to prefer: it does nothing. */
  @Override
  public IoServerServerSocketChannelConfig setPerformancePreferences(
      int connectionTime, int latency, int bandwidth) {
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setConnectTimeoutMillis(int millis) {
    super.setConnectTimeoutMillis(millis);
    return this;
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation") // the interface has it
  public IoServerServerSocketChannelConfig setMaxMessagesPerRead(int most) {
    super.setMaxMessagesPerRead(most);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setWriteSpinCount(int turns) {
    super.setWriteSpinCount(turns);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
    super.setAllocator(allocator);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
    super.setRecvByteBufAllocator(allocator);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setAutoRead(boolean on) {
    super.setAutoRead(on);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setAutoClose(boolean on) {
    super.setAutoClose(on);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
    super.setMessageSizeEstimator(estimator);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark marks) {
    super.setWriteBufferWaterMark(marks);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setWriteBufferHighWaterMark(int bytes) {
    super.setWriteBufferHighWaterMark(bytes);
    return this;
  }

  @Override
  public IoServerServerSocketChannelConfig setWriteBufferLowWaterMark(int bytes) {
    super.setWriteBufferLowWaterMark(bytes);
    return this;
  }
}
