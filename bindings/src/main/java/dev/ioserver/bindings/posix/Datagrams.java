package dev.ioserver.bindings.posix;

import dev.ioserver.bindings.abi.PosixNumbers;

/**
 * Constants of datagrams: {@code udp(7)}, {@code ip(7)}, {@code ipv6(7)}, {@code socket(7)}, {@code
 * cmsg(3)}. A name that the system does not have is {@link Sockets#ABSENT}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Datagrams {

  /** The protocol, and the level of the {@code UDP_} options. */
  public static final int IPPROTO_UDP = number("IPPROTO_UDP");

  /** int as boolean: may send to broadcast addresses. */
  public static final int SO_BROADCAST = number("SO_BROADCAST");

  /**
   * int as boolean: each datagram brings the time of its arrival, in a message of the same number
   * with a {@link TimeSpec}. Linux alone.
   */
  public static final int SO_TIMESTAMPNS = number("SO_TIMESTAMPNS");

  /**
   * int of {@code SOF_} flags: each datagram brings times of its arrival, in a message of the same
   * number with three of {@link TimeSpec}: of the kernel, none, of the device. Linux alone.
   */
  public static final int SO_TIMESTAMPING = number("SO_TIMESTAMPING");

  /** Have the device take the time of what arrives. */
  public static final int SOF_TIMESTAMPING_RX_HARDWARE = number("SOF_TIMESTAMPING_RX_HARDWARE");

  /** Have the kernel take the time of what arrives. */
  public static final int SOF_TIMESTAMPING_RX_SOFTWARE = number("SOF_TIMESTAMPING_RX_SOFTWARE");

  /** Tell the time of the kernel. */
  public static final int SOF_TIMESTAMPING_SOFTWARE = number("SOF_TIMESTAMPING_SOFTWARE");

  /** Tell the time of the device, by its own clock. */
  public static final int SOF_TIMESTAMPING_RAW_HARDWARE = number("SOF_TIMESTAMPING_RAW_HARDWARE");

  /** int as boolean: each datagram brings the time of its arrival. BSD. */
  public static final int SO_TIMESTAMP = number("SO_TIMESTAMP");

  /** The message of {@link #SO_TIMESTAMP}: a time in microseconds. macOS; unused on FreeBSD. */
  public static final int SCM_TIMESTAMP = number("SCM_TIMESTAMP");

  /** int: the clock and the form of the times of {@link #SO_TIMESTAMP}. FreeBSD alone. */
  public static final int SO_TS_CLOCK = number("SO_TS_CLOCK");

  /** A value of {@link #SO_TS_CLOCK}: nanoseconds since 1970. */
  public static final int SO_TS_REALTIME = number("SO_TS_REALTIME");

  /** The message of {@link #SO_TS_REALTIME}: a {@link TimeSpec}. */
  public static final int SCM_REALTIME = number("SCM_REALTIME");

  /**
   * int as boolean: a datagram brings how many the socket has dropped since it was made, in a
   * message of the same number with an unsigned int, if it has dropped any. Linux alone.
   */
  public static final int SO_RXQ_OVFL = number("SO_RXQ_OVFL");

  /**
   * Unsigned ints, read-only: what the socket has of memory, and as the ninth, its drops. Linux.
   */
  public static final int SO_MEMINFO = number("SO_MEMINFO");

  /** The message with the local address of an IPv4 datagram, and on Linux the option for it. */
  public static final int IP_PKTINFO = number("IP_PKTINFO");

  /** The option for {@link #IP_PKTINFO}. macOS alone. */
  public static final int IP_RECVPKTINFO = number("IP_RECVPKTINFO");

  /** The option, and its message, with the local address of an IPv4 datagram. FreeBSD alone. */
  public static final int IP_RECVDSTADDR = number("IP_RECVDSTADDR");

  /** The option, and its message, with the interface of an IPv4 datagram. FreeBSD alone. */
  public static final int IP_RECVIF = number("IP_RECVIF");

  /** int as boolean: each datagram brings {@link #IPV6_PKTINFO}. */
  public static final int IPV6_RECVPKTINFO = number("IPV6_RECVPKTINFO");

  /** The message with the local address of an IPv6 datagram, and the index of its interface. */
  public static final int IPV6_PKTINFO = number("IPV6_PKTINFO");

  /** int: how far an IPv4 datagram goes. */
  public static final int IP_TTL = number("IP_TTL");

  /** {@code struct ip_mreqn}: the interface that IPv4 datagrams for groups leave by. */
  public static final int IP_MULTICAST_IF = number("IP_MULTICAST_IF");

  /** int: how far an IPv4 datagram for a group goes; 1 by default. */
  public static final int IP_MULTICAST_TTL = number("IP_MULTICAST_TTL");

  /** int as boolean: whether this host hears its own IPv4 datagrams for groups. */
  public static final int IP_MULTICAST_LOOP = number("IP_MULTICAST_LOOP");

  /** int as boolean: whether the socket hears groups that others have joined. Linux alone. */
  public static final int IP_MULTICAST_ALL = number("IP_MULTICAST_ALL");

  /** int: how far an IPv6 datagram goes. */
  public static final int IPV6_UNICAST_HOPS = number("IPV6_UNICAST_HOPS");

  /** int: the index of the interface that IPv6 datagrams for groups leave by. */
  public static final int IPV6_MULTICAST_IF = number("IPV6_MULTICAST_IF");

  /** int: how far an IPv6 datagram for a group goes; 1 by default. */
  public static final int IPV6_MULTICAST_HOPS = number("IPV6_MULTICAST_HOPS");

  /** int as boolean: whether this host hears its own IPv6 datagrams for groups. */
  public static final int IPV6_MULTICAST_LOOP = number("IPV6_MULTICAST_LOOP");

  /** As {@link #IP_MULTICAST_ALL}. Linux alone, since 4.20. */
  public static final int IPV6_MULTICAST_ALL = number("IPV6_MULTICAST_ALL");

  /** {@link GroupReq}: hears a group. */
  public static final int MCAST_JOIN_GROUP = number("MCAST_JOIN_GROUP");

  /** {@link GroupReq}: hears a group no more. */
  public static final int MCAST_LEAVE_GROUP = number("MCAST_LEAVE_GROUP");

  /** {@link GroupReq}: hears what one source sends to a group. */
  public static final int MCAST_JOIN_SOURCE_GROUP = number("MCAST_JOIN_SOURCE_GROUP");

  /** {@link GroupReq}: hears no more what one source sends to a group. */
  public static final int MCAST_LEAVE_SOURCE_GROUP = number("MCAST_LEAVE_SOURCE_GROUP");

  /**
   * int: what is received may be several datagrams of one source in a row, with their size in a
   * message of the same number. Linux alone, since 5.0.
   */
  public static final int UDP_GRO = number("UDP_GRO");

  /**
   * int: what is sent is cut into datagrams of that size; the same as a message for one call, with
   * an unsigned short. Linux alone, since 4.18.
   */
  public static final int UDP_SEGMENT = number("UDP_SEGMENT");

  /** In the flags of a message that was received: there was not enough room for the datagram. */
  public static final int MSG_TRUNC = number("MSG_TRUNC");

  /** In the flags of a message that was received: there was not enough room for its messages. */
  public static final int MSG_CTRUNC = number("MSG_CTRUNC");

  /** recvmmsg: waits for the first message alone. Linux alone. */
  public static final int MSG_WAITFORONE = number("MSG_WAITFORONE");

  private Datagrams() {}

  private static int number(String name) {
    return PosixNumbers.here().number(name);
  }
}
