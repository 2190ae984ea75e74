package dev.ioserver.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannelConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a datagram socket.
 *
 * <p>Thread-safety: any thread.
 */
public final class IoServerDatagramChannelConfig extends DefaultChannelConfig
    implements DatagramChannelConfig {

  /** Room for a datagram, where nobody says more: as the other transports have it. */
  private static final int DEFAULT_ROOM = 2_048;

  private static final ChannelOption<?>[] OPTIONS = {
    ChannelOption.SO_BROADCAST,
    ChannelOption.SO_RCVBUF,
    ChannelOption.SO_SNDBUF,
    ChannelOption.SO_REUSEADDR,
    ChannelOption.IP_MULTICAST_LOOP_DISABLED,
    ChannelOption.IP_MULTICAST_ADDR,
    ChannelOption.IP_MULTICAST_IF,
    ChannelOption.IP_MULTICAST_TTL,
    ChannelOption.IP_TOS,
    IoServerChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE
  };

  private final AbstractIoServerChannel owner;
  private final DescriptorOptions options;

  /** Any thread; volatile. */
  private volatile int maxDatagramPayloadSize;

  /** Any thread; volatile. */
  private volatile boolean activeOnOpen;

  IoServerDatagramChannelConfig(IoServerDatagramChannel channel) {
    super(channel, new FixedRecvByteBufAllocator(DEFAULT_ROOM));
    this.owner = channel;
    this.options = new DescriptorOptions(channel.socketDescriptor());
  }

  boolean isActiveOnOpen() {
    return activeOnOpen;
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
  @SuppressWarnings({"unchecked", "deprecation"}) // an option is one object of a known type
  public <T> @Nullable T getOption(ChannelOption<T> option) {
    if (option instanceof IoServerChannelOption<T> ours) {
      return options.getIfKnown(ours.socketOption());
    }
    @Nullable Object value;
    if (option.equals(ChannelOption.SO_BROADCAST)) {
      value = isBroadcast();
    } else if (option.equals(ChannelOption.SO_RCVBUF)) {
      value = getReceiveBufferSize();
    } else if (option.equals(ChannelOption.SO_SNDBUF)) {
      value = getSendBufferSize();
    } else if (option.equals(ChannelOption.SO_REUSEADDR)) {
      value = isReuseAddress();
    } else if (option.equals(ChannelOption.IP_MULTICAST_LOOP_DISABLED)) {
      value = isLoopbackModeDisabled();
    } else if (option.equals(ChannelOption.IP_MULTICAST_ADDR)) {
      value = getInterface();
    } else if (option.equals(ChannelOption.IP_MULTICAST_IF)) {
      value = getNetworkInterface();
    } else if (option.equals(ChannelOption.IP_MULTICAST_TTL)) {
      value = getTimeToLive();
    } else if (option.equals(ChannelOption.IP_TOS)) {
      value = getTrafficClass();
    } else if (option.equals(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION)) {
      value = activeOnOpen;
    } else if (option.equals(IoServerChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE)) {
      value = maxDatagramPayloadSize;
    } else {
      return super.getOption(option);
    }
    return (T) value;
  }

  @Override
  @SuppressWarnings("deprecation") // DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    validate(option, value);
    if (option instanceof IoServerChannelOption<T> ours) {
      return options.setIfKnown(ours.socketOption(), value);
    }
    if (option.equals(ChannelOption.SO_BROADCAST)) {
      setBroadcast((Boolean) value);
    } else if (option.equals(ChannelOption.SO_RCVBUF)) {
      setReceiveBufferSize((Integer) value);
    } else if (option.equals(ChannelOption.SO_SNDBUF)) {
      setSendBufferSize((Integer) value);
    } else if (option.equals(ChannelOption.SO_REUSEADDR)) {
      setReuseAddress((Boolean) value);
    } else if (option.equals(ChannelOption.IP_MULTICAST_LOOP_DISABLED)) {
      setLoopbackModeDisabled((Boolean) value);
    } else if (option.equals(ChannelOption.IP_MULTICAST_ADDR)) {
      setInterface((InetAddress) value);
    } else if (option.equals(ChannelOption.IP_MULTICAST_IF)) {
      setNetworkInterface((NetworkInterface) value);
    } else if (option.equals(ChannelOption.IP_MULTICAST_TTL)) {
      setTimeToLive((Integer) value);
    } else if (option.equals(ChannelOption.IP_TOS)) {
      setTrafficClass((Integer) value);
    } else if (option.equals(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION)) {
      setActiveOnOpen((Boolean) value);
    } else if (option.equals(IoServerChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE)) {
      setMaxDatagramPayloadSize((Integer) value);
    } else {
      return super.setOption(option, value);
    }
    return true;
  }

  private void setActiveOnOpen(boolean on) {
    if (owner.isRegistered()) {
      throw new IllegalStateException("that can be said before the channel is registered alone");
    }
    activeOnOpen = on;
  }

  /** {@return bytes of room for each datagram where one call receives several; 0 if it does not} */
  public int getMaxDatagramPayloadSize() {
    return maxDatagramPayloadSize;
  }

  /**
   * Sets the bytes of room for each datagram: see {@link
   * IoServerChannelOption#MAX_DATAGRAM_PAYLOAD_SIZE}.
   *
   * @param bytes 0 receives datagrams one by one
   * @return this
   */
  public IoServerDatagramChannelConfig setMaxDatagramPayloadSize(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes of room are " + bytes + "; they must be 0 or more");
    }
    maxDatagramPayloadSize = bytes;
    return this;
  }

  @Override
  public boolean isBroadcast() {
    return options.get(StandardSocketOptions.SO_BROADCAST);
  }

  @Override
  public IoServerDatagramChannelConfig setBroadcast(boolean on) {
    options.set(StandardSocketOptions.SO_BROADCAST, on);
    return this;
  }

  @Override
  public int getReceiveBufferSize() {
    return options.get(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public IoServerDatagramChannelConfig setReceiveBufferSize(int bytes) {
    options.set(StandardSocketOptions.SO_RCVBUF, bytes);
    return this;
  }

  @Override
  public int getSendBufferSize() {
    return options.get(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public IoServerDatagramChannelConfig setSendBufferSize(int bytes) {
    options.set(StandardSocketOptions.SO_SNDBUF, bytes);
    return this;
  }

  @Override
  public boolean isReuseAddress() {
    return options.get(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public IoServerDatagramChannelConfig setReuseAddress(boolean on) {
    options.set(StandardSocketOptions.SO_REUSEADDR, on);
    return this;
  }

  @Override
  public int getTrafficClass() {
    return options.get(StandardSocketOptions.IP_TOS);
  }

  @Override
  public IoServerDatagramChannelConfig setTrafficClass(int bits) {
    options.set(StandardSocketOptions.IP_TOS, bits);
    return this;
  }

  @Override
  public boolean isLoopbackModeDisabled() {
    return !options.get(StandardSocketOptions.IP_MULTICAST_LOOP);
  }

  @Override
  public IoServerDatagramChannelConfig setLoopbackModeDisabled(boolean disabled) {
    options.set(StandardSocketOptions.IP_MULTICAST_LOOP, !disabled);
    return this;
  }

  @Override
  public int getTimeToLive() {
    return options.get(StandardSocketOptions.IP_MULTICAST_TTL);
  }

  @Override
  public IoServerDatagramChannelConfig setTimeToLive(int hops) {
    options.set(StandardSocketOptions.IP_MULTICAST_TTL, hops);
    return this;
  }

  /** {@inheritDoc} The first address of the interface, or null if none was chosen. */
  @Override
  public @Nullable InetAddress getInterface() {
    NetworkInterface on = getNetworkInterface();
    return on == null || !on.getInetAddresses().hasMoreElements()
        ? null
        : on.getInetAddresses().nextElement();
  }

  @Override
  public IoServerDatagramChannelConfig setInterface(InetAddress address) {
    try {
      NetworkInterface on = NetworkInterface.getByInetAddress(address);
      if (on == null) {
        throw new IllegalArgumentException(address + " is no address of an interface of this host");
      }
      return setNetworkInterface(on);
    } catch (SocketException e) {
      throw new ChannelException(e);
    }
  }

  /** {@inheritDoc} Null if none was chosen. */
  @Override
  public @Nullable NetworkInterface getNetworkInterface() {
    return options.getOrNone(StandardSocketOptions.IP_MULTICAST_IF);
  }

  @Override
  public IoServerDatagramChannelConfig setNetworkInterface(NetworkInterface on) {
    options.set(StandardSocketOptions.IP_MULTICAST_IF, on);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setConnectTimeoutMillis(int millis) {
    super.setConnectTimeoutMillis(millis);
    return this;
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation") // the interface has it
  public IoServerDatagramChannelConfig setMaxMessagesPerRead(int most) {
    super.setMaxMessagesPerRead(most);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setWriteSpinCount(int turns) {
    super.setWriteSpinCount(turns);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setAllocator(ByteBufAllocator allocator) {
    super.setAllocator(allocator);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
    super.setRecvByteBufAllocator(allocator);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setAutoRead(boolean on) {
    super.setAutoRead(on);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setAutoClose(boolean on) {
    super.setAutoClose(on);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
    super.setMessageSizeEstimator(estimator);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark marks) {
    super.setWriteBufferWaterMark(marks);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setWriteBufferHighWaterMark(int bytes) {
    super.setWriteBufferHighWaterMark(bytes);
    return this;
  }

  @Override
  public IoServerDatagramChannelConfig setWriteBufferLowWaterMark(int bytes) {
    super.setWriteBufferLowWaterMark(bytes);
    return this;
  }
}
