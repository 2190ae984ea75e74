package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.engine.api.Interest;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the simulated kernel: a listener, one end of a connection, or one of datagrams. It
 * outlives its descriptor as an orphan while bytes, or its end, are still on their way to the peer.
 */
public class SimSocket {

  /** Where a socket is in its life. */
  enum State {
    /** Opened, and nothing else. */
    FRESH,
    LISTENING,
    CONNECTING,
    CONNECTED,
    /** Reset, or never connected: nothing comes or goes any more. */
    DEAD
  }

  final int who;
  final InetSocketAddress local;
  State state = State.FRESH;
  long descriptor;

  @Nullable SimSocket peer;
  @Nullable Registration registration;

  final ByteQueue input;
  final ByteQueue output;

  /** The code that the next call takes; 0 if there is none. */
  int error;

  boolean shut;
  boolean endSent;
  boolean endReceived;
  boolean resetPending;
  boolean resetOnClose;

  /** A write has found no room and nobody was told of any since. */
  boolean noRoom;

  /** The descriptor is closed. */
  boolean orphan;

  /** When a connect is decided. */
  long connectAt;

  boolean refuse;

  /** There are no buffers until then, and so often they were asked for since. */
  long shortUntil;

  int refusals;
  @Nullable InetSocketAddress remote;

  final Deque<SimSocket> backlog = new ArrayDeque<>();
  int backlogLimit;

  private long written;
  private long arrived;
  private long read;
  private int longestRead;
  private long discarded;
  private boolean failureTold;
  private boolean hurt;
  private boolean ownFault;
  private boolean unregistered;
  long closedAt = -1;

  SimSocket(int who, InetSocketAddress local, int inputBytes, int outputBytes) {
    this.who = who;
    this.local = local;
    this.input = new ByteQueue(inputBytes);
    this.output = new ByteQueue(outputBytes);
  }

  /** Bytes that writes have taken. */
  public long written() {
    return written;
  }

  /** Bytes that have arrived from the peer. */
  public long arrived() {
    return arrived;
  }

  /** Bytes that reads have given. */
  public long read() {
    return read;
  }

  /** Bytes that arrived and that a reset threw away. */
  public long discarded() {
    return discarded;
  }

  /** Bytes that can be read now. */
  public int readable() {
    return input.size();
  }

  /** Bytes that can be written now. */
  public int writable() {
    return state == State.CONNECTED && !shut ? output.room() : 0;
  }

  /** Whether a wait tells that there is room to write. */
  public boolean hasRoomToTell() {
    return state == State.CONNECTED && !shut && hasRoom();
  }

  /** Whether a call has told of a failure of this socket. */
  public boolean failureTold() {
    return failureTold;
  }

  /** Whether something other than the users of the two ends has broken the connection. */
  public boolean isHurt() {
    return hurt;
  }

  /** Whether a reset came because this side was closed with bytes unread, or before the peer's. */
  public boolean isOwnFault() {
    return ownFault;
  }

  /** Whether the peer's last byte has arrived. */
  public boolean endReceived() {
    return endReceived;
  }

  /** Whether it was reset, or could not connect. */
  public boolean isDead() {
    return state == State.DEAD;
  }

  /** Whether its descriptor is closed. */
  public boolean isClosed() {
    return orphan;
  }

  void countWritten(int bytes) {
    written += bytes;
  }

  void countArrived(int bytes) {
    arrived += bytes;
  }

  void countRead(int bytes) {
    read += bytes;
    longestRead = Math.max(longestRead, bytes);
  }

  /** The most bytes that one read has given. */
  public int longestRead() {
    return longestRead;
  }

  /** Whether a reset came behind the peer's end, and no call has told of it. */
  public boolean hidesReset() {
    return state == State.DEAD && endReceived && error != 0;
  }

  /** When its descriptor was closed, or -1. */
  public long closedAt() {
    return closedAt;
  }

  /** Whether a poller did not take it. */
  public boolean isUnregistered() {
    return unregistered;
  }

  void refuseRegistration() {
    unregistered = true;
    hurt = true;
  }

  void hurt() {
    hurt = true;
  }

  void ownFault() {
    ownFault = true;
  }

  /** Takes the pending error. */
  int takeError() {
    int taken = error;
    error = 0;
    failureTold = true;
    return taken;
  }

  /** A write failed that has no error of its own to take. */
  void tellFailure() {
    failureTold = true;
  }

  void discardInput() {
    discarded += input.clear();
  }

  /** Something has changed: with an edge-triggered poller that is an event. */
  void changed() {
    Registration known = registration;
    if (known != null) {
      known.pending = true;
    }
  }

  /** What a wait reports of this, as epoll does. */
  int ready() {
    return switch (state) {
      case FRESH, CONNECTING -> 0;
      case LISTENING -> backlog.isEmpty() ? 0 : Interest.READ;
      case CONNECTED -> connectedReady();
      case DEAD ->
          Interest.READ | Interest.WRITE | Interest.PEER_CLOSED | (error != 0 ? Interest.ERROR : 0);
    };
  }

  private int connectedReady() {
    int ready = 0;
    if (input.size() > 0) {
      ready |= Interest.READ;
    }
    if (endReceived) {
      ready |= Interest.READ | Interest.PEER_CLOSED;
    }
    if (shut || hasRoom()) {
      ready |= Interest.WRITE;
    }
    if (shut && endReceived) {
      ready |= Interest.WRITE;
    }
    return ready;
  }

  /** Whether there is so much room that a wait reports it. */
  boolean hasRoom() {
    return output.room() * 3 >= output.capacity();
  }

  @Override
  public String toString() {
    return who >= SimKernel.LISTENERS ? "L" + (who - SimKernel.LISTENERS) : name(who);
  }

  /** How an end is called: "0a" connects, "0b" accepts. */
  public static String name(int who) {
    return who / 2 + (who % 2 == 0 ? "a" : "b");
  }
}
