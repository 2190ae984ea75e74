package dev.ioserver.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannelConfig;
import java.net.StandardSocketOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a connection over a Unix socket.
 *
 * <p>Thread-safety: any thread.
 */
final class IoServerDomainSocketChannelConfig extends DefaultChannelConfig
    implements DuplexChannelConfig {

  private static final ChannelOption<?>[] OPTIONS = {
    ChannelOption.SO_RCVBUF, ChannelOption.SO_SNDBUF, ChannelOption.ALLOW_HALF_CLOSURE
  };

  private final AbstractIoServerChannel owner;
  private final DescriptorOptions options;

  /** Any thread; volatile. */
  private volatile boolean allowHalfClosure;

  IoServerDomainSocketChannelConfig(IoServerDomainSocketChannel channel) {
    super(channel, ReadRoom.allocator());
    this.owner = channel;
    this.options = new DescriptorOptions(channel.socketDescriptor());
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
      value = options.get(StandardSocketOptions.SO_RCVBUF);
    } else if (option.equals(ChannelOption.SO_SNDBUF)) {
      value = options.get(StandardSocketOptions.SO_SNDBUF);
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
      return options.setIfKnown(ours.socketOption(), value);
    }
    if (option.equals(ChannelOption.SO_RCVBUF)) {
      options.set(StandardSocketOptions.SO_RCVBUF, (Integer) value);
    } else if (option.equals(ChannelOption.SO_SNDBUF)) {
      options.set(StandardSocketOptions.SO_SNDBUF, (Integer) value);
    } else if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
      setAllowHalfClosure((Boolean) value);
    } else {
      return super.setOption(option, value);
    }
    return true;
  }

  @Override
  public boolean isAllowHalfClosure() {
    return allowHalfClosure;
  }

  @Override
  public IoServerDomainSocketChannelConfig setAllowHalfClosure(boolean allow) {
    allowHalfClosure = allow;
    return this;
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation") // the interface has it
  public IoServerDomainSocketChannelConfig setMaxMessagesPerRead(int most) {
    super.setMaxMessagesPerRead(most);
    return this;
  }

  @Override
  public IoServerDomainSocketChannelConfig setWriteSpinCount(int turns) {
    super.setWriteSpinCount(turns);
    return this;
  }

  @Override
  public IoServerDomainSocketChannelConfig setAllocator(ByteBufAllocator allocator) {
    super.setAllocator(allocator);
    return this;
  }

  @Override
  public IoServerDomainSocketChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
    super.setRecvByteBufAllocator(allocator);
    return this;
  }

  @Override
  public IoServerDomainSocketChannelConfig setAutoRead(boolean on) {
    super.setAutoRead(on);
    return this;
  }

  @Override
  public IoServerDomainSocketChannelConfig setAutoClose(boolean on) {
    super.setAutoClose(on);
    return this;
  }

  @Override
  public IoServerDomainSocketChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
    super.setMessageSizeEstimator(estimator);
    return this;
  }

  @Override
  public IoServerDomainSocketChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark marks) {
    super.setWriteBufferWaterMark(marks);
    return this;
  }
}
