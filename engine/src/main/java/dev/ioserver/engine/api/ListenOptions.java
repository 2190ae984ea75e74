package dev.ioserver.engine.api;

/**
 * How a listener behaves. Immutable; each method gives a changed copy.
 *
 * @param ports the options of the ports it accepts; the buffer sizes are set on the listening
 *     socket too, since TCP takes the window scale from it
 * @param backlog connections that may wait to be accepted; 1,024 by default; the system may cap it
 * @param reuseAddress SO_REUSEADDR, on by default: a restart need not wait for old connections
 * @param reusePort SO_REUSEPORT, off by default: several listeners share one address
 * @param v6Only IPV6_V6ONLY, off by default: a listener on the IPv6 wildcard takes IPv4 too
 */
public record ListenOptions(
    PortOptions ports, int backlog, boolean reuseAddress, boolean reusePort, boolean v6Only) {

  private static final ListenOptions DEFAULTS =
      new ListenOptions(PortOptions.defaults(), 1024, true, false, false);

  /** Checks the parts. */
  public ListenOptions {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog is " + backlog + "; it must be 1 or more");
    }
  }

  /** The defaults named at each part. */
  public static ListenOptions defaults() {
    return DEFAULTS;
  }

  /** A copy with other options for accepted ports. */
  public ListenOptions ports(PortOptions value) {
    return new ListenOptions(value, backlog, reuseAddress, reusePort, v6Only);
  }

  /** A copy with another backlog, in connections. */
  public ListenOptions backlog(int value) {
    return new ListenOptions(ports, value, reuseAddress, reusePort, v6Only);
  }

  /** A copy with SO_REUSEADDR on or off. */
  public ListenOptions reuseAddress(boolean on) {
    return new ListenOptions(ports, backlog, on, reusePort, v6Only);
  }

  /** A copy with SO_REUSEPORT on or off. */
  public ListenOptions reusePort(boolean on) {
    return new ListenOptions(ports, backlog, reuseAddress, on, v6Only);
  }

  /** A copy with IPV6_V6ONLY on or off. */
  public ListenOptions v6Only(boolean on) {
    return new ListenOptions(ports, backlog, reuseAddress, reusePort, on);
  }
}
