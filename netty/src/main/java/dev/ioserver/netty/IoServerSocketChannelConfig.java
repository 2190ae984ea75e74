package dev.ioserver.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;
import java.net.StandardSocketOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a connection.
 *
 * <p>Thread-safety: any thread.
 */
final class IoServerSocketChannelConfig extends DefaultChannelConfig
    implements SocketChannelConfig {

  /** What SO_LINGER is when it is off. */
  static final int LINGER_OFF = -1;

  /** Nobody here knows what it is: the system is asked. */
  static final int LINGER_UNKNOWN = Integer.MIN_VALUE;

  private static final ChannelOption<?>[] OPTIONS = {
    ChannelOption.SO_RCVBUF,
    ChannelOption.SO_SNDBUF,
    ChannelOption.TCP_NODELAY,
    ChannelOption.SO_KEEPALIVE,
    ChannelOption.SO_REUSEADDR,
    ChannelOption.SO_LINGER,
    ChannelOption.IP_TOS,
    ChannelOption.ALLOW_HALF_CLOSURE
  };

  private final AbstractIoServerChannel owner;
  private final DescriptorOptions options;

  /** Any thread; volatile. */
  private volatile boolean allowHalfClosure;

  /** SO_LINGER, so that a close need not ask. Any thread; volatile. */
  private volatile int linger;

  IoServerSocketChannelConfig(IoServerSocketChannel channel, int linger) {
    super(channel, ReadRoom.allocator());
    this.owner = channel;
    this.options = new DescriptorOptions(channel.socketDescriptor());
    this.linger = linger;
  }

  /** Whether a close blocks until all is sent. */
  boolean lingers() {
    int known = linger;
    if (known != LINGER_UNKNOWN) {
      return known > 0;
    }
    Integer asked = options.getIfKnown(StandardSocketOptions.SO_LINGER);
    return asked != null && asked > 0;
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
    // Null where the system does not have the option.
    Object value;
    if (option.equals(ChannelOption.SO_RCVBUF)) {
      value = getReceiveBufferSize();
    } else if (option.equals(ChannelOption.SO_SNDBUF)) {
      value = getSendBufferSize();
    } else if (option.equals(ChannelOption.TCP_NODELAY)) {
      value = isTcpNoDelay();
    } else if (option.equals(ChannelOption.SO_KEEPALIVE)) {
      value = isKeepAlive();
    } else if (option.equals(ChannelOption.SO_REUSEADDR)) {
      value = options.getIfKnown(StandardSocketOptions.SO_REUSEADDR);
    } else if (option.equals(ChannelOption.SO_LINGER)) {
      value = getSoLinger();
    } else if (option.equals(ChannelOption.IP_TOS)) {
      value = options.getIfKnown(StandardSocketOptions.IP_TOS);
    } else if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
      value = isAllowHalfClosure();
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
        linger = LINGER_UNKNOWN;
      }
      return options.setIfKnown(ours.socketOption(), value);
    }
    if (option.equals(ChannelOption.SO_RCVBUF)) {
      setReceiveBufferSize((Integer) value);
    } else if (option.equals(ChannelOption.SO_SNDBUF)) {
      setSendBufferSize((Integer) value);
    } else if (option.equals(ChannelOption.TCP_NODELAY)) {
      setTcpNoDelay((Boolean) value);
    } else if (option.equals(ChannelOption.SO_KEEPALIVE)) {
      setKeepAlive((Boolean) value);
    } else if (option.equals(ChannelOption.SO_REUSEADDR)) {
      return options.setIfKnown(StandardSocketOptions.SO_REUSEADDR, (Boolean) value);
    } else if (option.equals(ChannelOption.SO_LINGER)) {
      setSoLinger((Integer) value);
    } else if (option.equals(ChannelOption.IP_TOS)) {
      return options.setIfKnown(StandardSocketOptions.IP_TOS, (Integer) value);
    } else if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
      setAllowHalfClosure((Boolean) value);
    } else {
      return super.setOption(option, value);
    }
    return true;
  }

  @Override
  public boolean isTcpNoDelay() {
    return options.get(StandardSocketOptions.TCP_NODELAY);
  }

  @Override
  public IoServerSocketChannelConfig setTcpNoDelay(boolean on) {
    options.set(StandardSocketOptions.TCP_NODELAY, on);
    return this;
  }

  @Override
  public int getSoLinger() {
    return options.get(StandardSocketOptions.SO_LINGER);
  }

  @Override
  public IoServerSocketChannelConfig setSoLinger(int seconds) {
    options.set(StandardSocketOptions.SO_LINGER, Math.max(LINGER_OFF, seconds));
    linger = Math.max(LINGER_OFF, seconds);
    return this;
  }

  @Override
  public int getSendBufferSize() {
    return options.get(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public IoServerSocketChannelConfig setSendBufferSize(int bytes) {
    options.set(StandardSocketOptions.SO_SNDBUF, bytes);
    return this;
  }

  @Override
  public int getReceiveBufferSize() {
    return options.get(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public IoServerSocketChannelConfig setReceiveBufferSize(int bytes) {
    options.set(StandardSocketOptions.SO_RCVBUF, bytes);
    return this;
  }

  @Override
  public boolean isKeepAlive() {
    return options.get(StandardSocketOptions.SO_KEEPALIVE);
  }

  @Override
  public IoServerSocketChannelConfig setKeepAlive(boolean on) {
    options.set(StandardSocketOptions.SO_KEEPALIVE, on);
    return this;
  }

  @Override
  public int getTrafficClass() {
    return options.get(StandardSocketOptions.IP_TOS);
  }

  @Override
  public IoServerSocketChannelConfig setTrafficClass(int trafficClass) {
    options.set(StandardSocketOptions.IP_TOS, trafficClass);
    return this;
  }

  @Override
  public boolean isReuseAddress() {
    return options.get(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public IoServerSocketChannelConfig setReuseAddress(boolean on) {
    options.set(StandardSocketOptions.SO_REUSEADDR, on);
    return this;
  }

  /** {@inheritDoc} There is nothing to prefer: it does nothing. */
  @Override
  public IoServerSocketChannelConfig setPerformancePreferences(
      int connectionTime, int latency, int bandwidth) {
    return this;
  }

  @Override
  public boolean isAllowHalfClosure() {
    return allowHalfClosure;
  }

  @Override
  public IoServerSocketChannelConfig setAllowHalfClosure(boolean allow) {
    allowHalfClosure = allow;
    return this;
  }

  @Override
  public IoServerSocketChannelConfig setConnectTimeoutMillis(int millis) {
    super.setConnectTimeoutMillis(millis);
    return this;
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation") // the interface has it
  public IoServerSocketChannelConfig setMaxMessagesPerRead(int most) {
    super.setMaxMessagesPerRead(most);
    return this;
  }

  @Override
  public IoServerSocketChannelConfig setWriteSpinCount(int turns) {
    super.setWriteSpinCount(turns);
    return this;
  }

  @Override
  public IoServerSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
    super.setAllocator(allocator);
    return this;
  }

  @Override
  public IoServerSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
    super.setRecvByteBufAllocator(allocator);
    return this;
  }

  @Override
  public IoServerSocketChannelConfig setAutoRead(boolean on) {
    super.setAutoRead(on);
    return this;
  }

  @Override
  public IoServerSocketChannelConfig setAutoClose(boolean on) {
    super.setAutoClose(on);
    return this;
  }

  @Override
  public IoServerSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
    super.setMessageSizeEstimator(estimator);
    return this;
  }

  @Override
  public IoServerSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark marks) {
    super.setWriteBufferWaterMark(marks);
    return this;
  }
}
