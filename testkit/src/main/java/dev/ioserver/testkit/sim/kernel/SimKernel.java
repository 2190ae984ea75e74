package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.engine.memory.Chunk;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The kernel: its descriptors, its sockets, its clock. What two sockets have for each other is
 * moved by {@link Network}.
 *
 * <p>For one thread, which enters it with {@link #enter()}.
 */
public final class SimKernel {

  /** The first number of listeners; ends of connections have smaller ones. */
  public static final int LISTENERS = 1 << 20;

  /** The first number of datagram sockets. */
  public static final int DATAGRAMS = 1 << 21;

  private static final ThreadLocal<SimKernel> CURRENT = new ThreadLocal<>();
  private static final int FIRST_DESCRIPTOR = 3;
  private static final int FIRST_PORT = 40_000;
  private static final int MOST_CALLS = 1_000_000;
  private static final int LARGE_BUFFER = 500_000;

  /** Datagrams that wait for a socket, or are on their way from it. */
  private static final int[] QUEUES = {1, 3, 10, 40, 200};

  private static final int[] BUFFERS = {40, 64, 500, 4096, 70_000};

  final Dice dice;
  final History history;
  final Network network;
  final Air air;

  private final TreeMap<Long, SimSocket> descriptors = new TreeMap<>();
  private final Map<Integer, SimSocket> listeners = new HashMap<>();
  private final Map<Integer, SimSocket> ends = new TreeMap<>();
  private final Map<Integer, SimDatagramSocket> datagrams = new HashMap<>();
  private final List<SimSocket> moving = new ArrayList<>();
  private final Set<SimPoller> pollers = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Chunk> chunks = Collections.newSetFromMap(new IdentityHashMap<>());
  private final boolean edges;
  private final boolean bulk;
  private long now = 1_000_000_000L;
  private int nextPort = FIRST_PORT;
  private int nextWho;
  private int calls;
  private int dataCalls;
  private int events;
  private BooleanSupplier blocked = () -> false;
  private IntConsumer afterRead = _ -> {};
  private boolean opened;
  private int shortages;
  private @Nullable Violation violation;

  /**
   * A kernel.
   *
   * @param edges whether its pollers report edges, or levels
   * @param bulk whether the buffers of its sockets are large
   */
  public SimKernel(Dice dice, History history, boolean edges, boolean bulk) {
    this.dice = dice;
    this.history = history;
    this.edges = edges;
    this.bulk = bulk;
    this.network = new Network(this);
    this.air = new Air(this);
  }

  /** Makes this the kernel of the calling thread. */
  public void enter() {
    CURRENT.set(this);
  }

  /** The calling thread has no kernel any more. */
  public void leave() {
    CURRENT.remove();
  }

  static @Nullable SimKernel current() {
    return CURRENT.get();
  }

  /** Now, in nanoseconds; it goes on only when somebody says so. */
  public long now() {
    return now;
  }

  /** Lets time pass. */
  public void pass(long nanos) {
    now += nanos;
  }

  /** The socket that is opened next is that end of that connection, or that listener. */
  public void next(int who) {
    nextWho = who;
  }

  /** An end by its number, once it exists. */
  public @Nullable SimSocket end(int who) {
    return ends.get(who);
  }

  /** Connections that wait to be accepted. */
  public int waiting() {
    return listeners.values().stream().mapToInt(listener -> listener.backlog.size()).sum();
  }

  /** The end that has this local address. */
  public @Nullable SimSocket endAt(InetSocketAddress address) {
    for (SimSocket end : ends.values()) {
      if (end.who % 2 == 0 && end.local.equals(address)) {
        return end;
      }
    }
    return null;
  }

  /** The number of the end that a connecting one is connected to. */
  public static int otherEnd(SimSocket connecting) {
    return connecting.who + 1;
  }

  /** Moves bytes, ends, resets and datagrams; whether anything moved. */
  public boolean move() {
    boolean streams = network.move(moving);
    boolean datagrams = air.move();
    return streams || datagrams;
  }

  /** Calls that were about data or connections, so far. */
  public int dataCalls() {
    return dataCalls;
  }

  /** What is open: descriptors with their owners, and pollers. */
  public List<String> open() {
    List<String> open = new ArrayList<>();
    descriptors.forEach((number, socket) -> open.add("descriptor " + number + " of " + socket));
    for (SimPoller poller : pollers) {
      open.add("a poller with " + poller.registrations() + " registrations");
    }
    return open;
  }

  /** Chunks that calls were given and that somebody still holds. */
  public int heldChunks() {
    return (int) chunks.stream().filter(chunk -> chunk.references() > 0).count();
  }

  /** The first rule that was broken, if any: who called may have swallowed it. */
  public @Nullable Violation violation() {
    return violation;
  }

  /** Remembers that a rule was broken, and gives what to throw. */
  public Violation violated(String rule, String how) {
    Violation broken = new Violation(rule, how);
    if (violation == null) {
      violation = broken;
    }
    return broken;
  }

  /** Events that waits have given, so far. */
  public int events() {
    return events;
  }

  void given(int more) {
    events += more;
  }

  /**
   * What happens while a wait is blocked.
   *
   * @param action whether it has asked something of the loop that waits, which must wake it
   */
  public void whileBlocked(BooleanSupplier action) {
    blocked = action;
  }

  /**
   * What looks after each read that gave something.
   *
   * @param action is given the end that was read
   */
  public void afterRead(IntConsumer action) {
    afterRead = action;
  }

  void read(SimSocket socket, int bytes) {
    socket.countRead(bytes);
    afterRead.accept(socket.who);
  }

  /** Lets the others go on; whether that must have woken the loop that waits. */
  boolean othersGoOn() {
    return blocked.getAsBoolean();
  }

  /** The servers are open: from now on there may be no memory. */
  public void opened() {
    opened = true;
  }

  /** Memory is asked for, of which there may be none. */
  void allocating() {
    if (opened && dice.hits(Fault.NO_MEMORY, 0)) {
      history.add(() -> "    out of memory");
      shortages++;
      throw new OutOfMemoryError("simulated");
    }
  }

  /** How often there was no memory, so far. */
  public int shortages() {
    return shortages;
  }

  void seen(Chunk chunk) {
    chunks.add(chunk);
  }

  /** Whether its pollers report edges, or levels. */
  public boolean edges() {
    return edges;
  }

  void opened(SimPoller poller) {
    pollers.add(poller);
  }

  void closed(SimPoller poller) {
    pollers.remove(poller);
  }

  /** Each call into the kernel comes by here: a loop that calls for ever is ended. */
  void entered(boolean data) {
    if (data) {
      dataCalls++;
    }
    if (++calls > MOST_CALLS) {
      throw violated("spin", calls + " calls into the kernel");
    }
    now += 1_000;
    if (dice.hits(Fault.TIME_JUMP, 0)) {
      now += 100_000_000L * (1 + dice.number(1, 0, 100));
    }
  }

  /** A new socket with the lowest descriptor that is free. */
  SimSocket open(int who) {
    SimSocket socket = new SimSocket(who, address(nextPort++), buffer(who, 2), buffer(who, 3));
    long number = FIRST_DESCRIPTOR;
    while (descriptors.containsKey(number)) {
      number++;
    }
    descriptors.put(number, socket);
    socket.descriptor = number;
    if (who < LISTENERS) {
      ends.put(who, socket);
      moving.add(socket);
    }
    return socket;
  }

  /** Opens a datagram socket with the port that is asked for; 0 is for any that is free. */
  SimDatagramSocket openDatagrams(int port) {
    int who = nextWho;
    SimDatagramSocket socket =
        new SimDatagramSocket(
            who,
            address(port == 0 ? nextPort++ : port),
            QUEUES[dice.number(10, who, QUEUES.length)],
            QUEUES[dice.number(11, who, QUEUES.length)]);
    number(socket);
    datagrams.put(who, socket);
    air.opened(socket);
    return socket;
  }

  /** A datagram socket by its number, open or not. */
  public SimDatagramSocket datagrams(int who) {
    return Objects.requireNonNull(datagrams.get(who), "it was never opened");
  }

  SimSocket openNext() {
    return open(nextWho);
  }

  /** The other end of a connection, as it waits in a backlog: it has no descriptor yet. */
  SimSocket accepted(SimSocket connecting, InetSocketAddress at) {
    int who = connecting.who + 1;
    SimSocket socket = new SimSocket(who, at, buffer(who, 2), buffer(who, 3));
    ends.put(who, socket);
    moving.add(socket);
    return socket;
  }

  /** Gives a socket its descriptor. */
  long number(SimSocket socket) {
    long number = FIRST_DESCRIPTOR;
    while (descriptors.containsKey(number)) {
      number++;
    }
    descriptors.put(number, socket);
    socket.descriptor = number;
    return number;
  }

  @Nullable SimSocket socket(long descriptor) {
    return descriptors.get(descriptor);
  }

  void listen(SimSocket socket) {
    listeners.put(socket.local.getPort(), socket);
  }

  @Nullable SimSocket listenerAt(InetSocketAddress address) {
    return listeners.get(address.getPort());
  }

  /** Frees a descriptor. */
  void close(long descriptor) {
    SimSocket socket = descriptors.remove(descriptor);
    if (socket == null) {
      throw violated("closed twice", "descriptor " + descriptor);
    }
    if (socket.registration != null) {
      throw violated("closed while registered", socket.toString());
    }
    if (socket.state == SimSocket.State.LISTENING) {
      listeners.remove(socket.local.getPort());
    }
    network.close(socket);
    if (socket instanceof SimDatagramSocket closed) {
      air.closed(closed);
    }
  }

  static InetSocketAddress address(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of four bytes", e);
    }
  }

  private int buffer(int who, int purpose) {
    return bulk ? LARGE_BUFFER : BUFFERS[dice.number(purpose, who, BUFFERS.length)];
  }
}
