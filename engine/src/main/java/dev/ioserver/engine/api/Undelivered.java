package dev.ioserver.engine.api;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A datagram did not get where it was to go. The port goes on.
 *
 * <p>Either the system refused to send it: it is too long ({@code EMSGSIZE}), there is no way to
 * its destination, a broadcast was not allowed, or the kernel had no buffers for seconds. Or the
 * host of a connected port's peer has answered that nobody listens there ({@code ECONNREFUSED}, an
 * ICMP message): that is about some datagram that was sent before, and nobody knows which.
 *
 * <p>Most lost datagrams are lost in silence. This is what the system happens to know.
 *
 * @param port that it is about
 * @param cause the call that said so, the code, and the text
 * @param destination where the refused datagram was to go; null if the port is connected
 * @param length the bytes of the datagram that was refused; {@link #EARLIER} if it is about one
 *     that was sent
 * @param untold how many more there were since the last one that was told: while as many messages
 *     wait as {@link DatagramOptions#inboxLimit(int)} allows, they are counted only
 */
public record Undelivered(
    DatagramPort port,
    SystemCallException cause,
    @Nullable SocketAddress destination,
    int length,
    long untold)
    implements DatagramMessage {

  /** The length of a datagram that was sent, and of which nobody knows which one it was. */
  public static final int EARLIER = -1;
}
