package dev.ioserver.testkit.sim.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What lies between datagram sockets: it loses, doubles and reorders. */
final class Air {

  private final Dice dice;
  private final History history;
  private final List<SimDatagramSocket> sockets = new ArrayList<>();
  private List<Packet> flying = new ArrayList<>();

  Air(SimKernel kernel) {
    this.dice = kernel.dice;
    this.history = kernel.history;
  }

  void opened(SimDatagramSocket socket) {
    sockets.add(socket);
  }

  void closed(SimDatagramSocket socket) {
    sockets.remove(socket);
    socket.forget();
  }

  void send(Packet packet) {
    packet.from().takesOff();
    flying.add(packet);
  }

  /** Lets everything that is on its way go on; whether anything arrived, or was lost. */
  boolean move() {
    if (flying.isEmpty()) {
      return false;
    }
    List<Packet> all = flying;
    flying = new ArrayList<>();
    for (Iterator<Packet> each = all.iterator(); each.hasNext(); ) {
      Packet packet = each.next();
      int from = packet.from().who;
      if (dice.hits(Fault.LATE_DATAGRAM, from)) {
        // Those behind it overtake it.
        flying.add(packet);
        continue;
      }
      boolean twice = dice.hits(Fault.DOUBLED_DATAGRAM, from);
      if (dice.hits(Fault.LOST_DATAGRAM, from)) {
        history.add(() -> "      lost: " + packet);
      } else {
        arrive(packet);
      }
      if (twice) {
        flying.add(packet);
      } else {
        packet.from().landed();
      }
    }
    return flying.size() < all.size();
  }

  private void arrive(Packet packet) {
    InetAddress host = packet.to().getAddress();
    if (host.isMulticastAddress()) {
      for (SimDatagramSocket socket : List.copyOf(sockets)) {
        if (isAt(socket, packet.to()) && socket.isIn(host) && socket.hears(packet.from())) {
          deliver(packet, socket);
        }
      }
      return;
    }
    for (int i = sockets.size() - 1; i >= 0; i--) {
      SimDatagramSocket socket = sockets.get(i);
      if (isAt(socket, packet.to()) && socket.hears(packet.from())) {
        // Of several with one port, that which was opened last, as on Linux.
        deliver(packet, socket);
        return;
      }
    }
    history.add(() -> "      nobody is there: " + packet);
    packet.from().unreachable();
  }

  private void deliver(Packet packet, SimDatagramSocket to) {
    boolean arrived = to.arrive(packet);
    history.add(() -> "      " + (arrived ? "arrived: " : "dropped: ") + packet);
  }

  private static boolean isAt(SimDatagramSocket socket, InetSocketAddress address) {
    return socket.local.getPort() == address.getPort();
  }
}
