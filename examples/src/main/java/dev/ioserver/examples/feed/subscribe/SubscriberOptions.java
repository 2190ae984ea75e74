package dev.ioserver.examples.feed.subscribe;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber hears, and how. Immutable.
 *
 * @param name for the log and the table
 * @param engine the engine's name, or null for the best available
 * @param group the group of the feed and its port
 * @param networkInterface by which the group is joined
 * @param receiver what is made of the datagrams
 */
public record SubscriberOptions(
    String name,
    @Nullable String engine,
    InetSocketAddress group,
    NetworkInterface networkInterface,
    ReceiverOptions receiver) {

  /** Checks the parts. */
  public SubscriberOptions {
    if (group.isUnresolved() || !group.getAddress().isMulticastAddress()) {
      throw new IllegalArgumentException(
          group + " is no group; one is 239.255.0.1, and all of IPv4 begin with 224 to 239");
    }
  }
}
