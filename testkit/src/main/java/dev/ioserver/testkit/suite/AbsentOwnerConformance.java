package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.DatagramBatchHandler;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.engine.api.Sender;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.api.Watch;
import dev.ioserver.testkit.fixture.Foreign;
import dev.ioserver.testkit.fixture.ForeignSockets;
import dev.ioserver.testkit.fixture.Foreigners;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The thread that runs a caller-run server has ended, or is away. Every method of what another
 * thread may hold of such a server is called, found by reflection: each ends within seconds, and
 * those that need the loop say what to do.
 */
public abstract class AbsentOwnerConformance extends Conformance {

  private static final List<Class<?>> TYPES =
      List.of(
          IoServer.class, Listener.class, Port.class, Timer.class, DatagramPort.class, Watch.class);

  /** What waits without end by its contract: an interrupt ends it. */
  private static final Set<String> ENDLESS =
      Set.of(
          "Listener.receive()",
          "Port.receive()",
          "Timer.receive()",
          "DatagramPort.receive()",
          "Watch.receive()",
          "DatagramPort.send(Object)",
          "DatagramPort.send(ByteBuffer)",
          "DatagramPort.send(ByteBuffer, SocketAddress)",
          "Port.send(Object)",
          "Port.send(ByteBuffer)",
          "Port.send(MemorySegment)");

  /** What asks the loop, and so says that nobody answers. */
  private static final Set<String> ASKING =
      Set.of(
          "DatagramPort.descriptor()",
          "DatagramPort.join(InetAddress, NetworkInterface)",
          "DatagramPort.join(InetAddress, NetworkInterface, InetAddress)",
          "DatagramPort.option(SocketOption)",
          "DatagramPort.option(SocketOption, Object)",
          "IoServer.bind(SocketAddress)",
          "IoServer.bind(SocketAddress, DatagramOptions)",
          "IoServer.datagramFeatures()",
          "IoServer.listen(SocketAddress)",
          "IoServer.listen(SocketAddress, ListenOptions)",
          "Listener.descriptor()",
          "Listener.option(SocketOption)",
          "Listener.option(SocketOption, Object)",
          "Port.descriptor()",
          "Port.localAddress()",
          "Port.option(SocketOption)",
          "Port.option(SocketOption, Object)");

  /** Begins something in a loop that nobody runs any more. */
  private static final Set<String> BEGINNING =
      Set.of(
          "IoServer.connect(SocketAddress)",
          "IoServer.connect(SocketAddress, PortOptions)",
          "IoServer.timer(Duration)",
          "IoServer.timer(Duration, Duration)",
          "IoServer.timerNanos(long, long)");

  /** An owner that is away may come back: it alone can close the server. */
  private static final String CLOSE = "IoServer.close()";

  private static final long BOUND_SECONDS = 15;

  /** Servers at a time. */
  private static final int AT_A_TIME = 48;

  /** For subclasses. */
  protected AbsentOwnerConformance() {}

  /**
   * {@return what makes the descriptors that a server watches}
   *
   * @throws Exception if it cannot be opened
   */
  protected Foreigners foreigners() throws Exception {
    return ForeignSockets.of(engine());
  }

  @Test
  void whenTheOwnerHasEndedEachMethodEndsAndSaysWhatToDo() throws Exception {
    Set<String> saying = callEach(true);
    Set<String> expected = new TreeSet<>(ASKING);
    expected.addAll(BEGINNING);
    // An engine watches descriptors or channels, and refuses the other kind at once.
    expected.add(
        engine().equals("nio")
            ? "IoServer.watch(SelectableChannel, int)"
            : "IoServer.watch(long, int)");
    assertEquals(expected, saying);
  }

  @Test
  void whenTheOwnerIsAwayEachMethodEndsAndSaysWhatToDo() throws Exception {
    Set<String> saying = callEach(false);
    Set<String> expected = new TreeSet<>(ASKING);
    expected.add(CLOSE);
    assertEquals(expected, saying);
  }

  /** A server with one of each, whose owner has gone. */
  private final class World {
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Work<@Nullable Void> owner;
    private volatile @Nullable IoServer io;
    private volatile @Nullable Listener listener;
    private volatile @Nullable Port port;
    private volatile @Nullable Timer timer;
    private volatile @Nullable DatagramPort datagrams;
    private volatile @Nullable Watch watch;
    private final Foreigners foreigners;
    private final Foreign foreign;

    World(boolean ended) throws Exception {
      foreigners = foreigners();
      foreign = foreigners.make();
      owner =
          run(
              "owner",
              () -> {
                IoServerOptions options = IoServerOptions.defaults().engine(engine()).callerRuns();
                IoServer server = IoServer.open(options);
                io = server;
                Listener listening = server.listen(TestServer.loopback());
                listener = listening;
                port = server.connect(listening.localAddress());
                timer = server.timer(Duration.ofHours(1));
                datagrams = server.bind(TestServer.loopback());
                watch = foreign.watch(server, Interest.READ);
                while (!(server.select().receive(TestServer.LONG) instanceof Connected)) {
                  // The other side of the connection.
                }
                open.countDown();
                if (!ended) {
                  over.await();
                  server.close();
                }
              });
      if (!open.await(30, TimeUnit.SECONDS)) {
        owner.get();
      }
      if (ended) {
        owner.get();
        // Its work is done a moment before the thread is.
        owner.thread().join();
      }
    }

    Object of(Class<?> type) {
      for (Object found : new @Nullable Object[] {io, listener, port, timer, datagrams, watch}) {
        if (type.isInstance(found)) {
          return found;
        }
      }
      throw new AssertionError("no " + type);
    }

    void end() throws Exception {
      over.countDown();
      owner.get();
      ((IoServer) of(IoServer.class)).close();
      foreign.close();
      foreigners.close();
    }
  }

  /** The methods that say what to do, by an exception that names claim(). */
  private Set<String> callEach(boolean ended) throws Exception {
    List<Work<@Nullable String>> calls = new ArrayList<>();
    Set<String> saying = new TreeSet<>();
    for (Class<?> type : TYPES) {
      for (Method method : type.getMethods()) {
        if (method.getDeclaringClass() == Object.class
            || method.isBridge()
            || Modifier.isStatic(method.getModifiers())) {
          continue;
        }
        calls.add(begin(name(type, method), () -> call(type, method, ended)));
        if (calls.size() == AT_A_TIME) {
          collect(calls, saying);
        }
      }
    }
    collect(calls, saying);
    return saying;
  }

  private static void collect(List<Work<@Nullable String>> calls, Set<String> saying)
      throws Exception {
    for (Work<@Nullable String> call : calls) {
      if (call.get() != null) {
        saying.add(call.name());
      }
    }
    calls.clear();
  }

  /** Calls it from a thread that is not the owner; what it says if it says what to do. */
  private @Nullable String call(Class<?> type, Method method, boolean ended) throws Exception {
    String name = name(type, method);
    World world = new World(ended);
    try {
      Object target = world.of(type);
      Object[] arguments = arguments(method, name);
      Work<@Nullable Throwable> call =
          new Work<>(name + " itself", () -> thrownBy(method, target, arguments), false);
      if (ENDLESS.contains(name)) {
        call.interrupt();
      }
      Throwable thrown = within(call, name);
      if (thrown instanceof IllegalStateException said
          && String.valueOf(said.getMessage()).contains("claim()")
          && !String.valueOf(said.getMessage()).contains("is for the thread")) {
        return said.getMessage();
      }
      assertTrue(
          thrown == null
              || thrown instanceof InterruptedException
              || thrown instanceof UnsupportedOperationException
              || thrown instanceof IllegalStateException,
          () -> name + " threw " + thrown);
      return null;
    } finally {
      world.end();
    }
  }

  private static @Nullable Throwable within(Work<@Nullable Throwable> call, String name)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (!call.isDone()) {
      if (deadline - System.nanoTime() < 0) {
        AssertionError hang = new AssertionError(name + " waits without bound");
        hang.setStackTrace(call.thread().getStackTrace());
        call.interrupt();
        throw hang;
      }
      Thread.sleep(5);
    }
    return call.get();
  }

  private static @Nullable Throwable thrownBy(Method method, Object target, Object[] arguments)
      throws IllegalAccessException {
    try {
      method.invoke(target, arguments);
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  private static String name(Class<?> type, Method method) {
    StringBuilder name = new StringBuilder(type.getSimpleName() + "." + method.getName() + "(");
    String separator = "";
    for (Class<?> parameter : method.getParameterTypes()) {
      name.append(separator).append(parameter.getSimpleName());
      separator = ", ";
    }
    return name + ")";
  }

  /** Closed already: it is looked at when the loop runs, which it does not. */
  private static SelectableChannel neverReady() throws IOException {
    SelectableChannel channel = SocketChannel.open().configureBlocking(false);
    channel.close();
    return channel;
  }

  /** Of nobody in particular. */
  private static ReceivedDatagram received() {
    return (ReceivedDatagram)
        Proxy.newProxyInstance(
            ReceivedDatagram.class.getClassLoader(),
            new Class<?>[] {ReceivedDatagram.class},
            (_, method, _) ->
                method.getReturnType() == long.class
                    ? (Object) 0L
                    : method.getReturnType() == int.class ? 9 : TestServer.loopback());
  }

  /** An argument for each parameter, by its type: a new method needs nothing here as a rule. */
  private static Object[] arguments(Method method, String name) throws IOException {
    Map<Class<?>, Object> known =
        Map.ofEntries(
            Map.entry(Duration.class, Duration.ofMillis(20)),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(SocketAddress.class, TestServer.loopback()),
            Map.entry(ListenOptions.class, ListenOptions.defaults()),
            Map.entry(PortOptions.class, PortOptions.defaults()),
            Map.entry(Framing.class, Framing.raw()),
            Map.entry(DatagramOptions.class, DatagramOptions.defaults()),
            Map.entry(SelectableChannel.class, neverReady()),
            Map.entry(InetAddress.class, InetAddress.ofLiteral("239.255.3.3")),
            Map.entry(NetworkInterface.class, Udp.loopbackInterface()),
            Map.entry(ReceivedDatagram.class, received()),
            Map.entry(DatagramBatchHandler.class, (DatagramBatchHandler) _ -> {}),
            Map.entry(SocketOption.class, StandardSocketOptions.SO_RCVBUF),
            Map.entry(Object.class, 65_536),
            Map.entry(MessageHandler.class, (MessageHandler<Object>) (_, _) -> {}),
            Map.entry(Consumer.class, (Consumer<Object>) _ -> {}),
            Map.entry(ByteBuffer.class, ByteBuffer.allocate(1)),
            Map.entry(
                ByteBuffer[].class,
                new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)}),
            Map.entry(MemorySegment.class, MemorySegment.ofArray(new byte[1])));
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      // What a sender takes is an object to reflection; a port takes buffers.
      boolean sent = types[i] == Object.class && method.getDeclaringClass() == Sender.class;
      Object argument = known.get(sent ? ByteBuffer.class : types[i]);
      if (argument == null) {
        throw new AssertionError(
            name + " takes a " + types[i].getName() + ": add an argument of that type here");
      }
      arguments[i] = argument;
    }
    return arguments;
  }
}
