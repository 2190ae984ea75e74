package dev.ioserver.netty;

import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.PeerCredentials;
import io.netty.channel.ChannelOption;
import java.net.SocketOption;
import java.net.StandardSocketOptions;

/**
 * Socket options of the JDK and of ioserver as options of this transport's channels. One that the
 * system does not have is refused as Netty does it: the bootstrap says so in the log.
 *
 * <p>Thread-safety: immutable.
 *
 * @param <T> the type of the value
 */
public final class IoServerChannelOption<T> extends ChannelOption<T> {

  /** See {@link IoSocketOptions#TCP_QUICKACK}. */
  public static final ChannelOption<Boolean> TCP_QUICKACK = of(IoSocketOptions.TCP_QUICKACK);

  /** See {@link IoSocketOptions#TCP_USER_TIMEOUT}. */
  public static final ChannelOption<Integer> TCP_USER_TIMEOUT =
      of(IoSocketOptions.TCP_USER_TIMEOUT);

  /** See {@link IoSocketOptions#TCP_KEEPIDLE}. */
  public static final ChannelOption<Integer> TCP_KEEPIDLE = of(IoSocketOptions.TCP_KEEPIDLE);

  /** See {@link IoSocketOptions#TCP_KEEPINTERVAL}. */
  public static final ChannelOption<Integer> TCP_KEEPINTERVAL =
      of(IoSocketOptions.TCP_KEEPINTERVAL);

  /** See {@link IoSocketOptions#TCP_KEEPCOUNT}. */
  public static final ChannelOption<Integer> TCP_KEEPCOUNT = of(IoSocketOptions.TCP_KEEPCOUNT);

  /** See {@link IoSocketOptions#SO_PRIORITY}. */
  public static final ChannelOption<Integer> SO_PRIORITY = of(IoSocketOptions.SO_PRIORITY);

  /** See {@link IoSocketOptions#SO_INCOMING_CPU}. */
  public static final ChannelOption<Integer> SO_INCOMING_CPU = of(IoSocketOptions.SO_INCOMING_CPU);

  /** See {@link IoSocketOptions#SO_BUSY_POLL}. */
  public static final ChannelOption<Integer> SO_BUSY_POLL = of(IoSocketOptions.SO_BUSY_POLL);

  /**
   * Who is at the other end of a Unix socket; read only. See {@link IoSocketOptions#SO_PEERCRED}.
   */
  public static final ChannelOption<PeerCredentials> SO_PEERCRED = of(IoSocketOptions.SO_PEERCRED);

  /** See {@link StandardSocketOptions#SO_REUSEPORT}. */
  public static final ChannelOption<Boolean> SO_REUSEPORT = of(StandardSocketOptions.SO_REUSEPORT);

  /**
   * Bytes of room for each datagram of a {@link IoServerDatagramChannel}: with it, one call
   * receives as many as a buffer of the channel's {@code RecvByteBufAllocator} has room for, each a
   * slice of it. 0, the default, receives one by one, each in a buffer of its own.
   */
  public static final ChannelOption<Integer> MAX_DATAGRAM_PAYLOAD_SIZE =
      ChannelOption.valueOf(IoServerChannelOption.class, "MAX_DATAGRAM_PAYLOAD_SIZE");

  private final SocketOption<T> socketOption;

  @SuppressWarnings("deprecation") // the constructor that the pool of options does not use
  private IoServerChannelOption(SocketOption<T> socketOption) {
    super(socketOption.name());
    this.socketOption = socketOption;
  }

  /**
   * {@return a socket option as a channel option}
   *
   * @param <T> the type of its value
   * @param option one that the engine in use knows
   */
  public static <T> ChannelOption<T> of(SocketOption<T> option) {
    return new IoServerChannelOption<>(option);
  }

  /** The socket option. */
  SocketOption<T> socketOption() {
    return socketOption;
  }
}
