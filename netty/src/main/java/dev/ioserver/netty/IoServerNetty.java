package dev.ioserver.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Whether this transport can run here, and what to run it with.
 *
 * {@snippet file="dev/ioserver/netty/snippets/SwitchSnippetTest.java" region="switch"}
 *
 * <p>Thread-safety: any thread.
 */
public final class IoServerNetty {

  private IoServerNetty() {}

  /** {@return whether the transport can run here} */
  public static boolean isAvailable() {
    return unavailabilityCause() == null;
  }

  /** {@return null if the transport can run here, else why not and what would help} */
  public static @Nullable Throwable unavailabilityCause() {
    return ControlCalls.unavailabilityCause();
  }

  /**
   * Returns if the transport can run here.
   *
   * @throws UnsatisfiedLinkError if it cannot, with the cause
   */
  public static void ensureAvailability() {
    Throwable cause = unavailabilityCause();
    if (cause != null) {
      var error = new UnsatisfiedLinkError("the ioserver transport cannot run here: " + cause);
      error.initCause(cause);
      throw error;
    }
  }

  /**
   * {@return the name of the engine in use: the one that {@code -Dioserver.engine} names, and
   * without that the best available}
   *
   * @throws UnsatisfiedLinkError if the transport cannot run here
   */
  public static String engine() {
    ensureAvailability();
    return ControlCalls.engine().name();
  }

  /**
   * {@return what an event loop group is made with}
   *
   * @throws UnsatisfiedLinkError if the transport cannot run here
   */
  public static IoHandlerFactory newFactory() {
    return IoServerIoHandler.newFactory();
  }

  /** {@return the channel that connects} */
  public static Class<? extends SocketChannel> socketChannelClass() {
    return IoServerSocketChannel.class;
  }

  /** {@return the channel that accepts} */
  public static Class<? extends ServerSocketChannel> serverSocketChannelClass() {
    return IoServerServerSocketChannel.class;
  }

  /** {@return the channel that connects to a Unix socket, if the engine in use has any} */
  public static Class<? extends DuplexChannel> domainSocketChannelClass() {
    return IoServerDomainSocketChannel.class;
  }

  /** {@return the channel that accepts at a Unix socket, if the engine in use has any} */
  public static Class<? extends ServerChannel> serverDomainSocketChannelClass() {
    return IoServerServerDomainSocketChannel.class;
  }

  /** {@return the channel of datagrams} */
  public static Class<? extends DatagramChannel> datagramChannelClass() {
    return IoServerDatagramChannel.class;
  }
}
