package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.engine.api.Interest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A datagram socket of the simulated kernel, and all that has ever gone through it. */
public final class SimDatagramSocket extends SimSocket {

  /** A datagram that waits to be received, and what the socket had dropped when it came. */
  record Waiting(Packet packet, long dropped) {}

  private final int room;
  private final int airRoom;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Set<InetAddress> groups = new HashSet<>();
  private final List<byte[]> given = new ArrayList<>();
  private final List<byte[]> taken = new ArrayList<>();

  @Nullable InetSocketAddress connectedTo;

  private int flying;
  private long dropped;
  private long droppedAsTold;
  private long errorsGiven;

  /**
   * A socket.
   *
   * @param room datagrams that may wait to be received; more are dropped
   * @param airRoom datagrams that may be on their way
   */
  SimDatagramSocket(int who, InetSocketAddress local, int room, int airRoom) {
    super(who, local, 1, 1);
    this.room = room;
    this.airRoom = airRoom;
  }

  /** {@return what calls have given, in their order} */
  public List<byte[]> given() {
    return List.copyOf(given);
  }

  /** {@return what calls have taken to be sent, in their order} */
  public List<byte[]> taken() {
    return List.copyOf(taken);
  }

  /** {@return datagrams that wait to be received} */
  public int waitingCount() {
    return waiting.size();
  }

  /** {@return datagrams that were dropped since the socket was opened} */
  public long dropped() {
    return dropped;
  }

  /** {@return those of them that came before the last datagram that was given} */
  public long droppedAsTold() {
    return droppedAsTold;
  }

  /** {@return how often a call has told that a datagram was refused, or has not arrived} */
  public long errorsGiven() {
    return errorsGiven;
  }

  void countError() {
    errorsGiven++;
  }

  boolean isIn(InetAddress group) {
    return groups.contains(group);
  }

  boolean join(InetAddress group) {
    return groups.add(group);
  }

  boolean leave(InetAddress group) {
    return groups.remove(group);
  }

  /** Whether a datagram of that sender is for this socket. */
  boolean hears(SimDatagramSocket from) {
    InetSocketAddress peer = connectedTo;
    return !isClosed() && (peer == null || peer.equals(from.local));
  }

  boolean hasAir() {
    return flying < airRoom;
  }

  void take(byte[] bytes) {
    taken.add(bytes);
  }

  void takesOff() {
    flying++;
  }

  /** One is not on its way any more. */
  void landed() {
    flying--;
    if (noRoom && hasAir()) {
      noRoom = false;
      changed();
    }
  }

  /** A datagram arrives: it waits, or is dropped. */
  boolean arrive(Packet packet) {
    if (waiting.size() >= room) {
      dropped++;
      return false;
    }
    waiting.add(new Waiting(packet, dropped));
    changed();
    return true;
  }

  @Nullable Waiting give() {
    Waiting next = waiting.poll();
    if (next != null) {
      given.add(next.packet().bytes());
      droppedAsTold = next.dropped();
    }
    return next;
  }

  /** Nobody is where a datagram went to: who is connected hears of it. */
  void unreachable() {
    if (connectedTo != null && !isClosed()) {
      error = SimCodes.ECONNREFUSED;
      changed();
    }
  }

  void forget() {
    waiting.clear();
    groups.clear();
  }

  @Override
  int ready() {
    int ready = waiting.isEmpty() ? 0 : Interest.READ;
    if (hasAir()) {
      ready |= Interest.WRITE;
    }
    return error == 0 ? ready : ready | Interest.READ | Interest.WRITE | Interest.ERROR;
  }

  @Override
  public String toString() {
    return "D" + (who - SimKernel.DATAGRAMS);
  }
}
