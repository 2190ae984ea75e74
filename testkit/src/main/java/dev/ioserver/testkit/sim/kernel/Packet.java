package dev.ioserver.testkit.sim.kernel;

import java.net.InetSocketAddress;

/** A datagram on its way. What is in it is changed by nobody. */
final class Packet {

  private final SimDatagramSocket from;
  private final InetSocketAddress to;
  private final byte[] bytes;

  /**
   * A datagram.
   *
   * @param from the socket that has sent it
   * @param to where it goes: a socket of this host, or a group
   */
  Packet(SimDatagramSocket from, InetSocketAddress to, byte[] bytes) {
    this.from = from;
    this.to = to;
    this.bytes = bytes;
  }

  SimDatagramSocket from() {
    return from;
  }

  InetSocketAddress to() {
    return to;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes of " + from + " to port " + to.getPort();
  }
}
