package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.windows.generated.windows_h;

/**
 * Constants of datagrams and groups: {@code winsock2.h}, {@code ws2ipdef.h}, {@code mswsock.h}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Datagrams {
  /** Whole datagrams. */
  public static final int SOCK_DGRAM = windows_h.SOCK_DGRAM();

  /** The protocol. */
  public static final int IPPROTO_UDP = windows_h.IPPROTO_UDP();

  /** Level of the {@code IP_} options. */
  public static final int IPPROTO_IP = windows_h.IPPROTO_IP();

  /** int as boolean: datagrams may go to broadcast addresses. */
  public static final int SO_BROADCAST = windows_h.SO_BROADCAST();

  /** int as boolean; a control message with {@link PacketInfo}: where an IPv4 datagram came to. */
  public static final int IP_PKTINFO = windows_h.IP_PKTINFO();

  /** int as boolean; a control message with {@link PacketInfo}: where an IPv6 datagram came to. */
  public static final int IPV6_PKTINFO = windows_h.IPV6_PKTINFO();

  /** An IPv4 address of the interface, or its index in network order: where groups are sent to. */
  public static final int IP_MULTICAST_IF = windows_h.IP_MULTICAST_IF();

  /** int: how far IPv4 groups are sent. */
  public static final int IP_MULTICAST_TTL = windows_h.IP_MULTICAST_TTL();

  /** int as boolean: the receiver hears what this host sends to IPv4 groups. */
  public static final int IP_MULTICAST_LOOP = windows_h.IP_MULTICAST_LOOP();

  /** int, the index of the interface where IPv6 groups are sent to. */
  public static final int IPV6_MULTICAST_IF = windows_h.IPV6_MULTICAST_IF();

  /** int: how far IPv6 groups are sent. */
  public static final int IPV6_MULTICAST_HOPS = windows_h.IPV6_MULTICAST_HOPS();

  /** int as boolean: the receiver hears what this host sends to IPv6 groups. */
  public static final int IPV6_MULTICAST_LOOP = windows_h.IPV6_MULTICAST_LOOP();

  /** {@link GroupRequest}: joins an IPv4 group. */
  public static final int IP_ADD_MEMBERSHIP = windows_h.IP_ADD_MEMBERSHIP();

  /** {@link GroupRequest}: leaves an IPv4 group. */
  public static final int IP_DROP_MEMBERSHIP = windows_h.IP_DROP_MEMBERSHIP();

  /** {@link GroupRequest}: joins an IPv6 group. */
  public static final int IPV6_ADD_MEMBERSHIP = windows_h.IPV6_ADD_MEMBERSHIP();

  /** {@link GroupRequest}: leaves an IPv6 group. */
  public static final int IPV6_DROP_MEMBERSHIP = windows_h.IPV6_DROP_MEMBERSHIP();

  /** {@link GroupRequest}: joins a group of either family for one source. */
  public static final int MCAST_JOIN_SOURCE_GROUP = windows_h.MCAST_JOIN_SOURCE_GROUP();

  /** {@link GroupRequest}: leaves a group that was joined for one source. */
  public static final int MCAST_LEAVE_SOURCE_GROUP = windows_h.MCAST_LEAVE_SOURCE_GROUP();

  /** WSARecvMsg, in its flags: there was not enough room. */
  public static final int MSG_TRUNC = windows_h.MSG_TRUNC();

  /** WSAIoctl: the address of a function that belongs to the provider of the socket. */
  public static final int SIO_GET_EXTENSION_FUNCTION_POINTER =
      windows_h.SIO_GET_EXTENSION_FUNCTION_POINTER();

  /** WSAIoctl, int as boolean: receiving tells that a datagram before found nobody there. */
  public static final int SIO_UDP_CONNRESET = windows_h.SIO_UDP_CONNRESET();

  /** WSAIoctl, int as boolean: receiving tells that a datagram before has outlived its hops. */
  public static final int SIO_UDP_NETRESET = windows_h.SIO_UDP_NETRESET();

  private Datagrams() {}
}
