package dev.ioserver.examples.cluster.gateway;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Shutdown;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.examples.cluster.node.SharedMemory;
import dev.ioserver.examples.cluster.wire.Wire;
import dev.ioserver.examples.gateway.server.GatewayUsers;
import dev.ioserver.examples.gateway.soup.CredentialsChecker;
import dev.ioserver.examples.gateway.soup.SessionEnd;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in front of the cluster: one thread, which runs the loop of the sockets, the media
 * driver and the cluster's client in one duty cycle.
 *
 * <p>When a round has found nothing to do, the thread parks in the loop's poll. What clients send
 * ends that wait at once. What members send does not, since Aeron's sockets are its own; so the
 * wait has a bound, which doubles from {@value #SHORTEST_MICROS} to {@value #LONGEST_MICROS}
 * microseconds while nothing happens, and to {@value #BUSY_MICROS} only while an answer is due.
 *
 * <p>Belongs to the thread that opens it, but for {@link #stop}.
 */
public final class ClusterGateway
    implements MessageHandler<Message>, ClusterListener, AutoCloseable {

  private static final int BATCH = 256;
  private static final int MAX_CONNECTIONS = 4096;

  /**
   * While there is no leader, clients may come and go; what they ask for must not grow for ever.
   */
  private static final int MOST_WAITING = 4 * MAX_CONNECTIONS;

  private static final int OUTPUT_BYTES = 256 << 10;
  private static final int INBOX_MESSAGES = 256;
  private static final int SHORTEST_MICROS = 20;
  private static final int BUSY_MICROS = 100;
  private static final int LONGEST_MICROS = 1000;
  private static final int IDLE_ROUNDS = 4;
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(3);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(125);

  private final EdgeConfig config;
  private final CredentialsChecker credentials;
  private final IoServer io;
  private final Listener listener;
  private final ClusterLink cluster;
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final Map<Long, Connection> asking = new HashMap<>();
  private final List<@Nullable Connection> users = new ArrayList<>();
  private long waitMicros;
  private int idleRounds;
  private @Nullable Shutdown shutdown;
  private long rounds;
  private long waits;
  private long orders;
  private long messages;

  /** Set by any thread, read in each round. */
  private volatile boolean stopped;

  private ClusterGateway(EdgeConfig config, IoServer io) throws IOException {
    this.config = config;
    this.io = io;
    credentials =
        (name, given) ->
            GatewayUsers.isDerived(config.user(), name) && given.equals(config.password());
    PortOptions ports =
        PortOptions.defaults()
            .framing(Framing.lengthPrefix(Short.BYTES, Wire.MAX_LENGTH))
            .inboxLimit(INBOX_MESSAGES)
            .highWatermark(OUTPUT_BYTES);
    listener = io.listen(config.listen(), ListenOptions.defaults().ports(ports));
    listener.active(MAX_CONNECTIONS);
    io.timerNanos(TICK_NANOS, TICK_NANOS);
    cluster =
        new ClusterLink(
            this,
            config.say(),
            SharedMemory.ofGateway(config.say()),
            config.ingressEndpoints(),
            config.egressHost());
  }

  /**
   * Opens a gateway, which listens when this returns; the calling thread runs it.
   *
   * @throws dev.ioserver.engine.api.SystemCallException if the port is in use
   */
  public static ClusterGateway open(EdgeConfig config) throws IOException {
    IoServerOptions options =
        IoServerOptions.defaults().engine(config.engine()).name("gateway").callerRuns();
    IoServer io = IoServer.open(options);
    try {
      return new ClusterGateway(config, io);
    } catch (IOException | RuntimeException e) {
      io.close();
      throw e;
    }
  }

  /** The address it listens on, with the port that the system chose. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /**
   * Runs until it is stopped, and then until its clients have the answers to what they have sent,
   * for a limited time.
   *
   * @return how many connections had not finished in time
   */
  public int run() throws InterruptedException {
    while (!stopped) {
      turn();
    }
    Shutdown ending = io.shutdown(TIME_TO_FINISH);
    shutdown = ending;
    try {
      while (!ending.isDone()) {
        turn();
      }
    } catch (ChannelClosedException e) {
      // This thread has run the server to its end.
    }
    return ending.left();
  }

  private void turn() throws InterruptedException {
    rounds++;
    waits += waitMicros > 0 ? 1 : 0;
    int work = io.pollNanos(this, BATCH, TimeUnit.MICROSECONDS.toNanos(waitMicros));
    work += cluster.poll(System.nanoTime());
    if (work > 0) {
      idleRounds = 0;
      waitMicros = 0;
    } else if (++idleRounds >= IDLE_ROUNDS) {
      long most = cluster.isBusy() ? BUSY_MICROS : LONGEST_MICROS;
      waitMicros = Math.min(most, Math.max(SHORTEST_MICROS, 2 * waitMicros));
    }
  }

  /** Has {@link #run} come to its end. Any thread. */
  public void stop() {
    stopped = true;
    io.wakeup();
  }

  /** What it has counted, in words. */
  public List<String> counters() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "gateway: rounds="
            + rounds
            + " waits="
            + waits
            + " orders="
            + orders
            + " messages="
            + messages);
    lines.add(cluster.toString());
    for (LoopCounters loop : io.counters()) {
      lines.add(
          "loop: engine="
              + loop.engine()
              + " polls="
              + loop.polls()
              + " parks="
              + loop.parks()
              + " events="
              + loop.events()
              + " reads="
              + loop.reads()
              + " writes="
              + loop.writes()
              + " messagesIn="
              + loop.messagesIn()
              + " messagesOut="
              + loop.messagesOut());
    }
    return lines;
  }

  /** Closes connections, and leaves the cluster. Clients go on at another gateway. */
  @Override
  public void close() {
    io.close();
    cluster.close();
  }

  // What comes from sockets.

  @Override
  public void onMessage(Receiver<?> source, Message message) {
    switch (message) {
      case Data packet -> connection(packet.port()).onData(packet);
      case Writable writable -> connection(writable.port()).onWritable();
      case Accepted accepted -> onAccepted(accepted.port());
      case Expired expired -> onTick();
      case ShuttingDown(Port port) -> {
        Connection last = (Connection) port.attachment();
        if (last != null) {
          last.finish();
        }
      }
      case PeerClosed closed ->
          connection(closed.port()).end(SessionEnd.DISCONNECTED, "the client closed it");
      case Failed(Port port, IOException cause) -> {
        Connection failed = (Connection) port.attachment();
        if (failed != null) {
          failed.end(SessionEnd.DISCONNECTED, String.valueOf(cause.getMessage()));
        }
      }
      case Closed(Port port, _) -> {
        Connection closed = (Connection) port.attachment();
        if (closed != null && connections.remove(closed)) {
          closed.end(SessionEnd.DISCONNECTED, "");
          listener.active(1);
        }
      }
      default -> {} // credit that is used up, and the timer's end
    }
  }

  // What comes from the cluster.

  @Override
  public void onLoggedIn(long correlation, int user, long login, long next) {
    Connection connection = asking.remove(correlation);
    if (connection != null) {
      connection.onLoggedIn(user, login, next);
    }
  }

  @Override
  public void onMessage(int user, long sequence, ByteBuffer buffer, int offset, int length) {
    Connection connection = user(user);
    if (connection != null) {
      messages++;
      connection.onMessage(sequence, buffer, offset, length);
    }
  }

  @Override
  public void onPageEnd(int user, long next) {
    Connection connection = user(user);
    if (connection != null) {
      connection.onPageEnd(next);
    }
  }

  @Override
  public void onTakenOver(int user, long login) {
    Connection connection = user(user);
    if (connection != null && connection.login() == login) {
      connection.end(SessionEnd.TAKEN_OVER, "at another gateway");
    }
  }

  @Override
  public void onDone(Request request) {
    if (request.from != null) {
      if (request.bytes.get(Wire.TYPE) == Wire.FETCH) {
        request.from.onFetchDone();
      } else {
        request.from.onOrderDone();
      }
    }
    Connection unanswered = asking.remove(request.correlation);
    if (unanswered != null) {
      unanswered.askAgain(); // the answer was lost on its way
    }
  }

  @Override
  public void onLeader() {
    for (Connection connection : connections) {
      connection.onLeader();
    }
  }

  // What connections want.

  CredentialsChecker credentials() {
    return credentials;
  }

  SoupTimeouts timeouts() {
    return config.timeouts();
  }

  /**
   * Asks the service for a user, as the login request has it.
   *
   * @return whether that was asked; if not, too much waits for a leader already
   */
  boolean askForLogin(Connection connection, ByteBuffer login) {
    if (cluster.waiting() >= MOST_WAITING) {
      return false;
    }
    Request request = cluster.newRequest(Wire.LOGIN);
    request.bytes.put(Wire.NAME, login, SoupPacket.LOGIN_USERNAME_OFFSET, Wire.NAME_LENGTH);
    request.bytes.put(Wire.SESSION, login, SoupPacket.LOGIN_SESSION_OFFSET, Wire.SESSION_LENGTH);
    asking.put(request.correlation, connection);
    cluster.submit(request, Wire.LOGIN_LENGTH, null);
    return true;
  }

  /** A login was accepted: an earlier connection of the user here is over. */
  void opened(Connection connection) {
    while (users.size() <= connection.user()) {
      users.add(null);
    }
    Connection before = users.set(connection.user(), connection);
    if (before != null) {
      before.end(SessionEnd.TAKEN_OVER, "on another connection");
    }
  }

  void order(Connection from, ByteBuffer buffer, int offset, int length) {
    orders++;
    Request request = cluster.newRequest(Wire.ORDER);
    request.bytes.putInt(Wire.USER, from.user());
    request.bytes.put(Wire.ORDER_MESSAGE, buffer, offset, length);
    cluster.submit(request, Wire.ORDER_MESSAGE + length, from);
  }

  void fetch(Connection connection, long from) {
    Request request = cluster.newRequest(Wire.FETCH);
    request.bytes.putInt(Wire.USER, connection.user());
    request.bytes.putLong(Wire.LOGIN_NUMBER, connection.login());
    request.bytes.putLong(Wire.FROM, from);
    cluster.submit(request, Wire.FETCH_LENGTH, connection);
  }

  void goodbye(int user, long login) {
    Request request = cluster.newRequest(Wire.GOODBYE);
    request.bytes.putInt(Wire.USER, user);
    request.bytes.putLong(Wire.LOGIN_NUMBER, login);
    cluster.submit(request, Wire.GOODBYE_LENGTH, null);
  }

  /** A session is over; if the service still sends to it, it need not. */
  @SuppressWarnings("ReferenceEquality") // one and the same connection is meant
  void ended(Connection connection, boolean leaves, SessionEnd reason, String detail) {
    int user = connection.user();
    if (user >= 0 && user < users.size() && users.get(user) == connection) {
      users.set(user, null);
    }
    if (leaves) {
      goodbye(user, connection.login());
    }
    switch (reason) {
      case LOGOUT, DISCONNECTED, END_OF_SESSION, TAKEN_OVER -> {} // everyday
      default -> config.say().accept("session ended: " + reason.text() + " (" + detail + ")");
    }
  }

  private void onAccepted(Port port) {
    if (port.isDone()) {
      listener.active(1);
      return;
    }
    if (shutdown != null) {
      port.abort(); // it came while the listener closed, and has been told nothing
      return;
    }
    Connection connection = new Connection(this, port);
    port.attach(connection);
    connections.add(connection);
  }

  private void onTick() {
    long nowNanos = System.nanoTime();
    for (Connection connection : connections) {
      connection.onTick(nowNanos);
    }
  }

  private @Nullable Connection user(int index) {
    return index >= 0 && index < users.size() ? users.get(index) : null;
  }

  private static Connection connection(Port port) {
    return (Connection) Objects.requireNonNull(port.attachment(), "not accepted yet");
  }
}
