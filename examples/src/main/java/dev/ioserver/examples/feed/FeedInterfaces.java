package dev.ioserver.examples.feed;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;

/** Network interfaces by name, and their addresses. */
public final class FeedInterfaces {

  private FeedInterfaces() {}

  /** Returns the interface for connections of the host with itself. */
  public static NetworkInterface loopback() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(FeedInterfaces::isLoopback)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("this host has no loopback interface"));
    } catch (SocketException e) {
      throw new IllegalArgumentException("the network interfaces are not known: " + e, e);
    }
  }

  /**
   * Returns an interface.
   *
   * @throws IllegalArgumentException if there is none of that name, with the names that there are
   */
  public static NetworkInterface named(String name) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      if (found != null) {
        return found;
      }
      List<String> names =
          NetworkInterface.networkInterfaces().map(NetworkInterface::getName).sorted().toList();
      throw new IllegalArgumentException(
          "no network interface '" + name + "'; there are " + String.join(", ", names));
    } catch (SocketException e) {
      throw new IllegalArgumentException("the network interfaces are not known: " + e, e);
    }
  }

  /**
   * Returns the address of an interface that is of the same family as a group.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static InetAddress address(NetworkInterface of, InetAddress group) {
    for (InetAddress address : Collections.list(of.getInetAddresses())) {
      if (address.getClass().equals(group.getClass())) {
        return address;
      }
    }
    throw new IllegalArgumentException(
        of.getName() + " has no address that can send to " + group.getHostAddress());
  }

  private static boolean isLoopback(NetworkInterface candidate) {
    try {
      return candidate.isLoopback() && candidate.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
