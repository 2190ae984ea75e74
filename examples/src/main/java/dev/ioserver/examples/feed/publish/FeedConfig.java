package dev.ioserver.examples.feed.publish;

import dev.ioserver.examples.feed.mold.SessionName;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a feed is to be. Immutable.
 *
 * <p>A feed may go to several groups, or to several ports of one: each line of them carries all of
 * it. Answers to requests come unicast, and of several sockets on one host that share a port only
 * one gets those. So subscribers on the same host that ask from the socket that they hear with need
 * a line each.
 *
 * @param groups where it goes: multicast addresses, all of IPv4 or all of IPv6
 * @param networkInterface by which it goes, and by whose address requests come
 * @param port where requests come; 0 lets the system choose
 * @param session the name of the session
 * @param storeMessages how many messages are kept to be sent again; 1,048,576 by default
 * @param heartbeat after so much silence it is said which message comes next; 1 s by default
 * @param endOfSession how often it is said that the session has ended; every 100 ms by default
 * @param linger after so much time without a request behind the end, none is answered; 2 s by
 *     default
 * @param limits what bounds the work for those who have missed something
 */
public record FeedConfig(
    List<InetSocketAddress> groups,
    NetworkInterface networkInterface,
    int port,
    SessionName session,
    int storeMessages,
    Duration heartbeat,
    Duration endOfSession,
    Duration linger,
    RequestLimits limits) {

  private static final int MOST_GROUPS = 16;
  private static final int DEFAULT_STORE = 1 << 20;

  /** Checks the parts. */
  public FeedConfig {
    groups = List.copyOf(groups);
    if (groups.isEmpty() || groups.size() > MOST_GROUPS) {
      throw new IllegalArgumentException(groups.size() + " groups; it must be 1 to " + MOST_GROUPS);
    }
    for (InetSocketAddress group : groups) {
      if (group.isUnresolved() || !group.getAddress().isMulticastAddress()) {
        throw new IllegalArgumentException(
            group + " is no group; one is 239.255.0.1, and all of IPv4 begin with 224 to 239");
      }
      if (group.getPort() == 0) {
        throw new IllegalArgumentException(group + ": a group needs a port that all know, not 0");
      }
      if (!group.getAddress().getClass().equals(groups.getFirst().getAddress().getClass())) {
        throw new IllegalArgumentException("groups of IPv4 and of IPv6 in one feed: " + groups);
      }
    }
    if (storeMessages < 1 || storeMessages > 1 << 26) {
      throw new IllegalArgumentException("storeMessages is " + storeMessages);
    }
    if (!heartbeat.isPositive() || !endOfSession.isPositive() || linger.isNegative()) {
      throw new IllegalArgumentException("a time that is too short");
    }
  }

  /** The defaults named at each part, and a session named after the present moment. */
  public static FeedConfig of(List<InetSocketAddress> groups, NetworkInterface networkInterface) {
    String session = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    return new FeedConfig(
        groups,
        networkInterface,
        0,
        new SessionName(session.toUpperCase(Locale.ROOT)),
        DEFAULT_STORE,
        Duration.ofSeconds(1),
        Duration.ofMillis(100),
        Duration.ofSeconds(2),
        RequestLimits.defaults());
  }

  /** A copy with other times. */
  public FeedConfig times(Duration newHeartbeat, Duration newEndOfSession, Duration newLinger) {
    return new FeedConfig(
        groups,
        networkInterface,
        port,
        session,
        storeMessages,
        newHeartbeat,
        newEndOfSession,
        newLinger,
        limits);
  }

  /** A copy with other bounds of memory and work. */
  public FeedConfig bounds(int newStoreMessages, RequestLimits newLimits) {
    return new FeedConfig(
        groups,
        networkInterface,
        port,
        session,
        newStoreMessages,
        heartbeat,
        endOfSession,
        linger,
        newLimits);
  }
}
