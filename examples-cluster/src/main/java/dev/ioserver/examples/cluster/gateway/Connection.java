package dev.ioserver.examples.cluster.gateway;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;
import dev.ioserver.examples.cluster.wire.Wire;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.examples.gateway.port.PortOutput;
import dev.ioserver.examples.gateway.soup.SequencedStore;
import dev.ioserver.examples.gateway.soup.SessionDirectory;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupDecoder;
import dev.ioserver.examples.gateway.soup.SoupFault;
import dev.ioserver.examples.gateway.soup.SoupOutput;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import dev.ioserver.examples.gateway.soup.SoupServerHandler;
import dev.ioserver.examples.gateway.soup.SoupServerSession;
import dev.ioserver.examples.gateway.soup.SoupServerState;
import dev.ioserver.examples.gateway.soup.SoupSide;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection. What it holds may be lost at any moment: the service has the client's
 * messages, and the client comes back with the number of the next one that it wants.
 *
 * <pre>
 *   NEW --login request--&gt; ASKING --the service knows the user--&gt; OPEN --&gt; OVER
 * </pre>
 *
 * <p>Credit is what bounds the requests: the port has {@value #CREDIT} packets of it, and one that
 * went to the cluster is given back when the cluster has dealt with it.
 */
final class Connection implements SoupOutput, SoupServerHandler, SessionDirectory {

  private static final int CREDIT = 32;

  /** Messages that the client has not taken; with so many, more are left with the service. */
  private static final int MOST_BACKLOG = 4096;

  private static final int CHUNK_BYTES = 16 << 10;
  private static final int MAX_CHUNKS = 64;

  /** How often there is a fetch in any case: the last message may be the one that got lost. */
  private static final long FETCH_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int FORGET_EVERY = 64;

  private enum State {
    NEW,
    ASKING,
    OPEN,
    OVER
  }

  private final ClusterGateway gateway;
  private final Port port;
  private final SoupServerSession session;
  private final ByteBuffer loginRequest = ByteBuffer.allocate(SoupPacket.LOGIN_REQUEST_LENGTH);
  private State state = State.NEW;
  private @Nullable SequencedStore store;
  private int user = Wire.NO_SESSION;
  private long login;
  private long expected;
  private int owed;
  private boolean isOrder;

  /** Whether a fetch has not been dealt with yet; there is one at a time. */
  private boolean fetching;

  /** The next message of the service, as of the latest fetch. */
  private long serviceNext;

  private boolean behind;
  private boolean finishing;
  private long fetchedNanos;

  Connection(ClusterGateway gateway, Port port) {
    this.gateway = gateway;
    this.port = port;
    session =
        new SoupServerSession(
            this, this, gateway.credentials(), this, gateway.timeouts(), System.nanoTime());
    port.active(1); // the login request, and nothing behind it
  }

  int user() {
    return user;
  }

  long login() {
    return login;
  }

  // What comes from the port.

  void onData(Data packet) {
    ByteBuffer bytes = packet.bytes();
    int offset = bytes.position();
    int length = packet.length();
    if (state == State.NEW && isGoodLogin(bytes, offset, length)) {
      loginRequest.put(0, bytes, offset, length);
      if (gateway.askForLogin(this, loginRequest)) {
        state = State.ASKING;
      } else {
        session.onPacket(bytes, offset, length, System.nanoTime()); // refused, for want of a store
      }
    } else {
      isOrder = false;
      session.onPacket(bytes, offset, length, System.nanoTime());
      if (!isOrder && state != State.OVER && !finishing) {
        port.active(1);
      }
    }
    packet.release();
    endIfFinished();
  }

  void onWritable() {
    session.onWritable(System.nanoTime());
    catchUp();
    endIfFinished();
  }

  void onTick(long nowNanos) {
    if (state == State.ASKING) {
      return; // held until there is a leader
    }
    if (owed >= CREDIT) {
      // Nothing is received from the client now, so that it is not the client who is silent.
      loginRequest.put(0, SoupPacket.CLIENT_HEARTBEAT);
      session.onPacket(loginRequest, 0, SoupPacket.EMPTY_LENGTH, nowNanos);
    }
    session.onTick(nowNanos);
    if (state == State.OPEN && nowNanos - fetchedNanos >= FETCH_NANOS) {
      fetch(nowNanos);
    }
    catchUp();
  }

  void end(SessionEnd reason, String detail) {
    session.end(reason, detail);
  }

  /**
   * The gateway ends: the client gets the answers to what it has sent, and no word that the session
   * is over, since it goes on at another gateway.
   */
  void finish() {
    finishing = true;
    endIfFinished();
  }

  // What comes from the cluster.

  /** Goes on with the login, now that the service has found the user, or not. */
  void onLoggedIn(int index, long number, long next) {
    if (state == State.OVER) {
      gateway.goodbye(index, number);
      return;
    }
    user = index;
    login = number;
    SoupDecoder decoder = new SoupDecoder();
    decoder.wrap(loginRequest, 0, SoupPacket.LOGIN_REQUEST_LENGTH, SoupSide.CLIENT);
    long requested = decoder.requestedSequence();
    expected = requested == 0 ? next : Math.min(requested, next);
    if (index != Wire.NO_SESSION) {
      store = new SequencedStore(Wire.SESSION_NAME, CHUNK_BYTES, MAX_CHUNKS, expected);
    }
    session.onPacket(loginRequest, 0, SoupPacket.LOGIN_REQUEST_LENGTH, System.nanoTime());
    if (session.state() != SoupServerState.LOGGED_IN) {
      if (index != Wire.NO_SESSION) {
        gateway.goodbye(index, number); // refused, so that the service need not send
      }
      return;
    }
    state = State.OPEN;
    gateway.opened(this);
    port.active(CREDIT);
    fetch(System.nanoTime());
  }

  /** The login was logged, and its answer is lost: another login takes its place. */
  void askAgain() {
    if (state == State.ASKING && !gateway.askForLogin(this, loginRequest)) {
      session.onPacket(loginRequest, 0, SoupPacket.LOGIN_REQUEST_LENGTH, System.nanoTime());
    }
  }

  void onMessage(long sequence, ByteBuffer buffer, int offset, int length) {
    SequencedStore kept = store;
    if (state != State.OPEN || kept == null || sequence < expected || behind) {
      return;
    }
    if (sequence > expected) {
      fetch(System.nanoTime());
      return;
    }
    if (session.backlog() >= MOST_BACKLOG) {
      behind = true;
      return;
    }
    expected++;
    session.publish(buffer, offset, length, System.nanoTime());
    if (expected % FORGET_EVERY == 0) {
      kept.forget(expected - session.backlog());
    }
  }

  void onPageEnd(long next) {
    serviceNext = Math.max(serviceNext, next);
  }

  /** A fetch was dealt with; if it was one page of several, there is another. */
  void onFetchDone() {
    fetching = false;
    if (state == State.OPEN && expected < serviceNext && !behind) {
      fetch(System.nanoTime());
    }
  }

  /** An order of this connection was dealt with: the client may send another. */
  void onOrderDone() {
    owed--;
    if (state == State.OPEN && !finishing) {
      port.active(1);
    }
    endIfFinished();
  }

  /** What was sent meanwhile may be lost. */
  void onLeader() {
    if (state == State.OPEN) {
      fetch(System.nanoTime());
    }
  }

  // What the session wants.

  @Override
  public boolean send(ByteBuffer buffer, int offset, int length) {
    return PortOutput.send(port, buffer, offset, length);
  }

  @Override
  public boolean isGone() {
    return port.isClosed();
  }

  @Override
  public void onLoggedIn(SoupServerSession from, String name, SequencedStore found) {
    // The rest is done once the login has been answered.
  }

  @Override
  public void onMessage(SoupServerSession from, ByteBuffer buffer, int offset, int length) {
    OuchFault fault = OuchFault.ofClientMessage(buffer, offset, length);
    if (fault != OuchFault.NONE) {
      end(SessionEnd.BAD_PACKET, "order message: " + fault.text());
      return;
    }
    isOrder = true;
    owed++;
    gateway.order(this, buffer, offset, length);
  }

  @Override
  public void onEnded(SoupServerSession from, SessionEnd reason, String detail) {
    boolean wasOpen = state == State.OPEN;
    state = State.OVER;
    gateway.ended(this, wasOpen && reason != SessionEnd.TAKEN_OVER, reason, detail);
    PortOutput.close(port, reason);
  }

  // One user, and one store, made for this login.

  @Override
  public @Nullable SequencedStore find(String username, String requestedSession) {
    return store;
  }

  @Override
  public boolean claim(SequencedStore claimed, SoupServerSession claimant) {
    return true;
  }

  @Override
  public void release(SequencedStore claimed, SoupServerSession holder) {
    // It ends with the connection.
  }

  private boolean isGoodLogin(ByteBuffer bytes, int offset, int length) {
    SoupDecoder decoder = new SoupDecoder();
    return decoder.wrap(bytes, offset, length, SoupSide.CLIENT) == SoupFault.NONE
        && decoder.type() == SoupPacket.LOGIN_REQUEST
        && gateway.credentials().check(decoder.username(), decoder.password());
  }

  private void endIfFinished() {
    boolean answered = owed == 0 && session.backlog() == 0 && !behind;
    if (finishing && state != State.OVER && (answered || state != State.OPEN)) {
      end(SessionEnd.DISCONNECTED, "the gateway ends");
    }
  }

  private void catchUp() {
    if (behind && state == State.OPEN && session.backlog() == 0) {
      behind = false;
      fetch(System.nanoTime());
    }
  }

  private void fetch(long nowNanos) {
    if (!fetching) {
      fetching = true;
      fetchedNanos = nowNanos;
      gateway.fetch(this, expected);
    }
  }
}
