package dev.ioserver.engine.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * A group that a channel has joined, as its user named it.
 *
 * @param group a multicast address
 * @param on the interface, or null where the user left it to the system
 * @param source whose datagrams are wanted alone, or null
 */
record NioMembership(
    InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source) {

  /**
   * An interface where none was named, which java.nio does not allow: the one that the channel
   * sends to groups by, or the first that is there for groups, or the loopback interface; null if
   * there is none at all.
   */
  static @Nullable NetworkInterface somewhere(DatagramChannel channel) throws IOException {
    NetworkInterface chosen = channel.getOption(StandardSocketOptions.IP_MULTICAST_IF);
    if (chosen != null) {
      return chosen;
    }
    NetworkInterface loopback = null;
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (!each.isUp()) {
        continue;
      }
      if (each.isLoopback()) {
        loopback = each;
      } else if (each.supportsMulticast()) {
        return each;
      }
    }
    return loopback;
  }
}
