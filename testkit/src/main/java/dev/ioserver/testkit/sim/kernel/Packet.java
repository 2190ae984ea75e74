package dev.ioserver.testkit.sim.kernel;

import java.net.InetSocketAddress;

/**
 * A datagram on its way.
 *
 * @param from the socket that has sent it
 * @param to where it goes: a socket of this host, or a group
 * @param bytes what is in it; changed by nobody
 */
record Packet(SimDatagramSocket from, InetSocketAddress to, byte[] bytes) {

  @Override
  public String toString() {
    return bytes.length + " bytes of " + from + " to port " + to.getPort();
  }
}
