package dev.ioserver.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.util.NetUtil;
import java.net.StandardSocketOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a listening Unix socket.
 *
 * <p>Thread-safety: any thread.
 */
final class IoServerServerDomainSocketChannelConfig extends DefaultChannelConfig {

  private static final ChannelOption<?>[] OPTIONS = {
    ChannelOption.SO_RCVBUF, ChannelOption.SO_BACKLOG
  };

  private final AbstractIoServerChannel owner;
  private final DescriptorOptions options;

  /** Any thread; volatile. */
  private volatile int backlog = NetUtil.SOMAXCONN;

  IoServerServerDomainSocketChannelConfig(IoServerServerDomainSocketChannel channel) {
    super(channel, new ServerChannelRecvByteBufAllocator());
    this.owner = channel;
    this.options = new DescriptorOptions(channel.socketDescriptor());
  }

  /** Connections that may wait to be accepted. */
  int backlog() {
    return backlog;
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
    } else if (option.equals(ChannelOption.SO_BACKLOG)) {
      value = backlog;
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
    } else if (option.equals(ChannelOption.SO_BACKLOG)) {
      setBacklog((Integer) value);
    } else {
      return super.setOption(option, value);
    }
    return true;
  }

  private void setBacklog(int connections) {
    if (connections < 0) {
      throw new IllegalArgumentException("backlog is " + connections + "; it must be 0 or more");
    }
    backlog = connections;
  }
}
