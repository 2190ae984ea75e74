package dev.ioserver.examples.dashboard;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** Which names a dashboard answers to. */
final class Hosts {

  /** An address in numbers: nobody else can have it lead here. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.%]+]");

  private Hosts() {}

  /** Whether a browser that was led here by this name has the page's address in mind. */
  static boolean isOwn(String host, InetSocketAddress address) {
    return host.isEmpty()
        || host.equalsIgnoreCase("localhost")
        || host.equalsIgnoreCase(address.getHostString())
        || NUMBERS.matcher(host).matches();
  }
}
