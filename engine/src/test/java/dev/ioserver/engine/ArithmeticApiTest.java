package dev.ioserver.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramCounters;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.FrameCursor;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.LengthPrefix;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortCounters;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.engine.api.PortState;
import dev.ioserver.engine.api.PortTotals;
import dev.ioserver.engine.api.ProxyHeader;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.api.Watch;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.memory.SharedChunk;
import dev.ioserver.engine.spi.AcceptHandler;
import dev.ioserver.engine.spi.AddressSockets;
import dev.ioserver.engine.spi.BufferSockets;
import dev.ioserver.engine.spi.ClosedDatagrams;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramHandler;
import dev.ioserver.engine.spi.DatagramSetup;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.Datagrams;
import dev.ioserver.engine.spi.DescriptorSockets;
import dev.ioserver.engine.spi.Engine;
import dev.ioserver.engine.spi.Engines;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Hosts;
import dev.ioserver.engine.spi.LayerContext;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.engine.spi.StreamHandler;
import dev.ioserver.engine.spi.Transport;
import dev.ioserver.engine.spi.TransportContext;
import dev.ioserver.engine.spi.TransportCounters;
import dev.ioserver.engine.spi.WatchHandler;
import dev.ioserver.engine.spi.Watcher;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Pipe;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every duration, length and number of the public API at its extremes. The methods are found by
 * reflection, in all public types of the packages that the module exports: one that takes a number
 * is called with 0, the least, the greatest and their neighbours. It refuses the value with an
 * exception that names it and says what is allowed, or it works.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SAME_THREAD)
class ArithmeticApiTest {

  private static final List<String> PACKAGES = exported();

  private static final List<Object> INTS =
      List.of(
          0,
          1,
          -1,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE - 1,
          Integer.MAX_VALUE - 8,
          Integer.MIN_VALUE,
          Integer.MIN_VALUE + 1);

  private static final List<Object> LONGS =
      List.of(
          0L,
          1L,
          -1L,
          (long) Integer.MAX_VALUE,
          (long) Integer.MAX_VALUE + 1,
          (long) Integer.MIN_VALUE,
          (long) Integer.MIN_VALUE - 1,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE / 2,
          Long.MAX_VALUE / 2 + 1,
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1);

  private static final List<Object> DURATIONS =
      List.of(
          Duration.ZERO,
          Duration.ofNanos(1),
          Duration.ofNanos(-1),
          Duration.ofNanos(Long.MAX_VALUE),
          Duration.ofNanos(Long.MAX_VALUE - 1),
          Duration.ofNanos(Long.MAX_VALUE).plusNanos(1),
          Duration.ofNanos(Long.MIN_VALUE),
          Duration.ofNanos(Long.MIN_VALUE).minusNanos(1),
          Duration.ofMillis(Integer.MAX_VALUE),
          Duration.ofMillis(Integer.MAX_VALUE + 1L),
          Duration.ofMillis(Long.MAX_VALUE),
          Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
          Duration.ofSeconds(Long.MAX_VALUE),
          Duration.ofSeconds(Long.MIN_VALUE));

  /**
   * A wait that is asked to be longer than this must still be going on after a few milliseconds.
   */
  private static final long LONG_NANOS = 1_000_000_000L;

  /** When a wait is ended from outside. */
  private static final long WAKE_MILLIS = 3;

  /** After which a call that must not wait is said to do so. */
  private static final long PATIENCE_MILLIS = 10_000;

  /**
   * What the engine itself calls, or is called by, with numbers of the kernel or of its own: not a
   * user's to choose. Why is said beside each.
   */
  private static final Map<Class<?>, String> NOT_CALLED_BY_USERS =
      Map.ofEntries(
          Map.entry(AcceptHandler.class, "callback: descriptors of the kernel"),
          Map.entry(ReadyHandler.class, "callback: tokens and readiness"),
          Map.entry(StreamHandler.class, "callback: lengths of what was read and written"),
          Map.entry(ErrorCodes.class, "codes of the system, any of which has a name"),
          Map.entry(
              Poller.class,
              "tokens and descriptors of the selector; its time-outs come through select"),
          Map.entry(ReadinessEngine.class, "sizes that the options have checked"),
          Map.entry(Sockets.class, "descriptors of the engine, lengths of its chunks"),
          Map.entry(Transport.class, "time-outs of the loop, which are 0, -1 or checked"),
          Map.entry(
              DescriptorSockets.class,
              "descriptors of the engine, backlogs that the caller has checked"),
          Map.entry(
              AddressSockets.class,
              "descriptors and addresses of the kernel, lengths of what lies there"),
          Map.entry(BufferSockets.class, "descriptors of the engine, counts of its buffers"),
          Map.entry(ClosedDatagrams.class, "as Datagrams"),
          Map.entry(LayerContext.class, "asked by layers: sizes of records, time-outs of options"),
          Map.entry(SharedChunk.class, "least sizes of records and reads, which are constants"),
          Map.entry(DatagramBatch.class, "sizes that the options have checked"),
          Map.entry(DatagramHandler.class, "callback: lengths of what was received and sent"),
          Map.entry(Datagrams.class, "hosts, and lengths of chunks"),
          Map.entry(DatagramSetup.class, "lengths that the options have checked"),
          Map.entry(DatagramSockets.class, "descriptors of the engine, counts of its batches"),
          Map.entry(FrameCursor.class, "answers of a framing, held to the rules by FrameCut"),
          Map.entry(Hosts.class, "hosts of the kernel"),
          Map.entry(WatchHandler.class, "callback: readiness"),
          Map.entry(Watcher.class, "bits that the watch has checked"),
          Map.entry(Chunk.class, "indices that the holder computes; asserted"));

  private IoServer threads;
  private IoServer own;
  private IoSelector selector;
  private Listener listener;
  private Port port;
  private Port peer;
  private Port full;

  /** What is done with a method. */
  private record Recipe(Object target, Object[] usual, Ends ends, Check check) {
    static Recipe of(Object target, Object... usual) {
      return new Recipe(target, usual, Ends.AT_ONCE, (_, _) -> {});
    }

    Recipe waits() {
      return new Recipe(target, usual, Ends.AFTER_TIMEOUT, check);
    }

    Recipe waitsForEverIfNegative() {
      return new Recipe(target, usual, Ends.NEGATIVE_IS_FOR_EVER, check);
    }

    Recipe then(Check next) {
      return new Recipe(target, usual, ends, next);
    }
  }

  private enum Ends {
    AT_ONCE,
    /** After the last argument, as time; 0 or less does not wait. */
    AFTER_TIMEOUT,
    /** As the other, but negative waits without end. */
    NEGATIVE_IS_FOR_EVER
  }

  @FunctionalInterface
  private interface Check {
    void look(Object result, Object[] arguments) throws Exception;
  }

  @BeforeEach
  void open() throws Exception {
    threads = IoServer.open(IoServerOptions.defaults().engine("nio"));
    own = IoServer.open(IoServerOptions.defaults().engine("nio").callerRuns());
    selector = IoSelector.open(SelectorOptions.defaults().engine("nio"));
    listener = threads.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = connected(PortOptions.defaults());
    peer = accepted();
    full = connected(PortOptions.defaults());
    accepted();
    ByteBuffer much = ByteBuffer.allocate(1 << 20);
    while (full.trySend(much.clear())
        || full.pendingBytes() < PortOptions.defaults().lowWatermark()) {
      Thread.onSpinWait();
    }
    // The kernel has taken what it takes: what is left waits.
    long before = -1;
    for (long now = full.pendingBytes(); now != before; now = full.pendingBytes()) {
      before = now;
      Thread.sleep(50);
      while (full.trySend(much.clear())) {
        before = -1;
      }
    }
  }

  @AfterEach
  void close() {
    full.abort();
    threads.close();
    own.close();
    selector.close();
  }

  private Port connected(PortOptions options) throws Exception {
    Port made = threads.connect(listener.localAddress(), options);
    assertInstanceOf(Connected.class, made.receive(Duration.ofSeconds(30)));
    return made;
  }

  private Port accepted() throws Exception {
    Message message = listener.receive(Duration.ofSeconds(30));
    return assertInstanceOf(dev.ioserver.engine.api.Accepted.class, message).port();
  }

  @Test
  void everyNumberOfThePublicApiIsRefusedByNameOrWorks() throws Exception {
    Map<String, List<Recipe>> recipes = recipes();
    Set<String> missing = new TreeSet<>();
    Set<String> unused = new TreeSet<>(recipes.keySet());
    List<String> wrong = new ArrayList<>();
    for (Executable found : methodsWithNumbers()) {
      String name = name(found);
      unused.remove(name);
      if (NOT_CALLED_BY_USERS.containsKey(found.getDeclaringClass()) || isAskedOfAFraming(found)) {
        continue;
      }
      List<Recipe> known = recipes.get(name);
      if (known == null) {
        missing.add(name);
        continue;
      }
      for (Recipe recipe : known) {
        tryExtremes(found, recipe, wrong);
      }
    }
    assertEquals(
        Set.of(),
        missing,
        "methods that take a number and are not tried at its extremes: add a recipe for each to"
            + " recipes(), which says what to call it on and what to expect");
    assertEquals(Set.of(), unused, "recipes for methods that are gone");
    assertEquals(List.of(), wrong);
  }

  /** What a port asks of its framing, with lengths that it has checked. */
  private static boolean isAskedOfAFraming(Executable found) {
    return Framing.class.isAssignableFrom(found.getDeclaringClass())
        && Stream.of(Framing.class.getMethods())
            .anyMatch(
                asked ->
                    !Modifier.isStatic(asked.getModifiers())
                        && asked.getName().equals(found.getName())
                        && List.of(asked.getParameterTypes())
                            .equals(List.of(found.getParameterTypes())));
  }

  private void tryExtremes(Executable method, Recipe recipe, List<String> wrong) throws Exception {
    Class<?>[] types = method.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      for (Object extreme : extremes(types[i])) {
        Object[] arguments = recipe.usual().clone();
        arguments[i] = extreme;
        tryOne(method, recipe, arguments, extreme, i == types.length - 1, wrong);
      }
    }
  }

  private void tryOne(
      Executable method,
      Recipe recipe,
      Object[] arguments,
      Object extreme,
      boolean last,
      List<String> wrong)
      throws Exception {
    String what =
        name(method) + " with " + List.of(arguments.length > 9 ? extreme : describe(arguments));
    Thread self = Thread.currentThread();
    boolean waits = waits(recipe, extreme) && last;
    var waker = new Waker(self);
    long began = System.nanoTime();
    try {
      if (recipe.ends() != Ends.AT_ONCE) {
        // A call that is to end by itself may take its time on a busy machine.
        waker.begin(waits ? WAKE_MILLIS : PATIENCE_MILLIS);
      }
      Object result = call(method, recipe, arguments);
      waker.end();
      if (waits && result != null && result.equals(true)) {
        wrong.add(what + " did not wait");
      }
      if (waits && !waker.woken) {
        wrong.add(what + " ended after " + (System.nanoTime() - began) + " ns");
      }
      recipe.check().look(result, arguments);
    } catch (IllegalArgumentException e) {
      waker.end();
      if (!names(e, extreme)) {
        wrong.add(what + " does not name the value, and what is allowed: " + e);
      }
    } catch (UnsupportedOperationException e) {
      // The nio engine has no numbers of the system, whatever the number.
      waker.end();
      if (!String.valueOf(e.getMessage()).contains("the nio engine")) {
        wrong.add(what + ": " + e);
      }
    } catch (InterruptedException e) {
      waker.end();
      if (!waits) {
        wrong.add(what + " waited");
      }
    } catch (IndexOutOfBoundsException e) {
      // As arrays and lists of the JDK say it. What it names are the index and the length.
      waker.end();
      boolean array = List.of(method.getParameterTypes()).contains(ByteBuffer[].class);
      if (!(array || recipe.target() instanceof SocketOptions)
          || !String.valueOf(e.getMessage()).contains(extreme.toString())) {
        wrong.add(what + ": " + e);
      }
    } catch (OutOfMemoryError e) {
      waker.end();
      // More than this JVM may have, and said by whoever allocates it.
      if (!(recipe.target() instanceof ChunkPool || recipe.target() instanceof Engine)) {
        wrong.add(what + ": " + e);
      }
    } catch (Exception | Error e) {
      waker.end();
      wrong.add(what + ": " + e + at(e));
    }
    long took = System.nanoTime() - began;
    if (took > 5 * LONG_NANOS) {
      wrong.add(what + " took " + took / 1_000_000 + " ms");
    }
  }

  /** Ends the wait of a thread, again and again, since it may not have begun at the first time. */
  private final class Waker {
    private final Thread waiting;
    private volatile boolean over;
    private volatile boolean woken;
    private Thread thread;

    Waker(Thread waiting) {
      this.waiting = waiting;
    }

    void begin(long afterMillis) {
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      long end = System.nanoTime() + afterMillis * 1_000_000;
                      while (!over) {
                        Thread.sleep(WAKE_MILLIS);
                        if (!over && end - System.nanoTime() <= 0) {
                          woken = true;
                          waiting.interrupt();
                          own.wakeup();
                          selector.registry().wakeup();
                        }
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
    }

    void end() throws Exception {
      over = true;
      while (thread != null && thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          // Its own.
        }
      }
      var _ = Thread.interrupted();
      // What was asked for and not used up must not end the next wait.
      own.pollNanos((_, _) -> {}, 1, 1);
      selector.selectNanos((_, _, _) -> {}, 0);
    }
  }

  private static boolean waits(Recipe recipe, Object extreme) {
    long nanos =
        switch (extreme) {
          case Duration time -> Durations.nanos(time);
          case Long time -> time;
          default -> 0;
        };
    return switch (recipe.ends()) {
      case AT_ONCE -> false;
      case AFTER_TIMEOUT -> nanos > LONG_NANOS;
      case NEGATIVE_IS_FOR_EVER -> nanos > LONG_NANOS || nanos < 0;
    };
  }

  private static boolean names(IllegalArgumentException e, Object value) {
    String message = String.valueOf(e.getMessage());
    boolean named = message.contains(value.toString());
    boolean ruled = message.matches("(?s).*(must|use |allows|out of bounds| to |or more).*");
    return named && ruled;
  }

  private static String at(Throwable e) {
    return e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
  }

  private static String describe(Object[] arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument instanceof Number || argument instanceof Duration ? "" + argument : "_");
    }
    return String.join(", ", texts);
  }

  private static Object call(Executable method, Recipe recipe, Object[] arguments)
      throws Exception {
    try {
      return method instanceof Constructor<?> made
          ? made.newInstance(arguments)
          : ((Method) method).invoke(recipe.target(), arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      throw (Error) e.getCause();
    }
  }

  private static List<Object> extremes(Class<?> type) {
    if (type == int.class) {
      return INTS;
    }
    if (type == long.class) {
      return LONGS;
    }
    return type == Duration.class ? DURATIONS : List.of();
  }

  /** For each method what to call it on, with what else, and what to expect. */
  private Map<String, List<Recipe>> recipes() throws Exception {
    Map<String, List<Recipe>> all = new LinkedHashMap<>();
    MessageHandler<Object> nobody = (_, _) -> {};
    ReadyHandler notReady = (_, _, _) -> {};
    Duration none = Duration.ZERO;
    // Channels
    all.put("Channels.mpsc(int)", List.of(Recipe.of(null, 1).then(this::isChannel)));
    all.put("Channels.spsc(int)", List.of(Recipe.of(null, 1).then(this::isChannel)));
    Channel<Object> empty = Channels.mpsc(4);
    Channel<Object> taken = Channels.mpsc(2);
    while (taken.trySend("")) {
      // Until it is full.
    }
    // A select that waits without a loop, and one that runs its own.
    Select<Object> parked = Select.ofAny(Channels.mpsc(4));
    Timer idle = threads.timer(Duration.ofDays(1));
    List<Recipe> receiving = new ArrayList<>();
    List<Recipe> draining = new ArrayList<>();
    for (Object each : List.of(empty, port, listener, idle)) {
      receiving.add(Recipe.of(each, none).waits());
      draining.add(
          Recipe.of(each, (Consumer<Object>) _ -> {}, 1).then((n, _) -> assertEquals(0, n)));
    }
    all.put("Receiver.receive(Duration)", receiving);
    all.put("Receiver.drain(Consumer, int)", draining);
    all.put(
        "Sender.send(Object, Duration)",
        List.of(
            Recipe.of(taken, "", none).waits().then((sent, _) -> assertEquals(false, sent)),
            Recipe.of(full, ByteBuffer.allocate(1), none)
                .waits()
                .then((sent, _) -> assertEquals(false, sent))));
    for (Select<?> select : List.of(parked, own.select())) {
      add(all, "Select.poll(MessageHandler, int)", Recipe.of(select, nobody, 1));
      add(
          all,
          "Select.poll(MessageHandler, int, Duration)",
          Recipe.of(select, nobody, 1, none).waitsForEverIfNegative());
      add(
          all,
          "Select.pollNanos(MessageHandler, int, long)",
          Recipe.of(select, nobody, 1, 0L).waitsForEverIfNegative());
      add(all, "Select.receive(Duration)", Recipe.of(select, none).waits());
      add(all, "Select.receiveNanos(long)", Recipe.of(select, 0L).waits());
    }
    IoServer ending = IoServer.open(IoServerOptions.defaults().engine("nio"));
    add(all, "IoServer.shutdown(Duration)", Recipe.of(ending, none));
    add(all, "IoServer.poll(MessageHandler, int)", Recipe.of(own, nobody, 1));
    add(
        all,
        "IoServer.poll(MessageHandler, int, Duration)",
        Recipe.of(own, nobody, 1, none).waitsForEverIfNegative());
    add(
        all,
        "IoServer.pollNanos(MessageHandler, int, long)",
        Recipe.of(own, nobody, 1, 0L).waitsForEverIfNegative());
    for (IoServer server : List.of(threads)) {
      add(all, "IoServer.timer(Duration)", Recipe.of(server, none).then(this::expiresInTime));
      add(
          all,
          "IoServer.timer(Duration, Duration)",
          Recipe.of(server, none, none).then(this::expiresInTime));
      add(
          all,
          "IoServer.timerNanos(long, long)",
          Recipe.of(server, 0L, 0L).then(this::expiresInTime));
    }
    Timer again = threads.timer(Duration.ofDays(1));
    add(
        all,
        "Timer.schedule(Duration, Duration)",
        Recipe.of(again, none, none).then((_, a) -> expiresInTime(again, a)));
    add(
        all,
        "Timer.scheduleNanos(long, long)",
        Recipe.of(again, 0L, 0L).then((_, a) -> expiresInTime(again, a)));
    // The selector
    add(
        all,
        "IoSelector.select(ReadyHandler, Duration)",
        Recipe.of(selector, notReady, none).waitsForEverIfNegative());
    add(
        all,
        "IoSelector.selectNanos(ReadyHandler, long)",
        Recipe.of(selector, notReady, 0L).waitsForEverIfNegative());
    // The time-out is not the last argument: it is tried by the other, as the same method ends
    // both.
    add(
        all,
        "IoSelector.selectNanos(ReadyHandler, long, Condition)",
        Recipe.of(selector, notReady, 0L, (Condition) () -> true).waits());
    add(all, "IoSelector.deregisterNow(long)", Recipe.of(selector, 0L));
    add(all, "NioHandles.release(long)", Recipe.of(null, -1L));
    add(all, "Registry.deregister(long)", Recipe.of(selector.registry(), 0L));
    add(all, "Registry.interest(long, int)", Recipe.of(selector.registry(), -1L, Interest.READ));
    add(
        all,
        "Registry.register(long, int, Object)",
        Recipe.of(selector.registry(), -1L, Interest.NONE, "").then(this::refusedToTheHandler));
    // Ports
    add(all, "Port.active(int)", Recipe.of(peer, 1).then((_, _) -> peer.pause()));
    add(all, "Listener.active(int)", Recipe.of(listener, 1));
    add(all, "Port.awaitConnected(Duration)", Recipe.of(port, none));
    Port other = connected(PortOptions.defaults());
    accepted();
    add(all, "Port.read(int, Duration)", Recipe.of(other, 1, none).waits());
    add(
        all,
        "Port.trySend(ByteBuffer[], int, int)",
        Recipe.of(port, new ByteBuffer[] {ByteBuffer.allocate(0)}, 0, 1));
    // Options, which are used for what they are about
    add(
        all,
        "PortOptions.closeTimeout(Duration)",
        Recipe.of(PortOptions.defaults(), none).then(this::connects));
    add(
        all,
        "PortOptions.connectTimeout(Duration)",
        Recipe.of(PortOptions.defaults(), none).then(this::connects));
    add(
        all,
        "PortOptions.readIdle(Duration)",
        Recipe.of(PortOptions.defaults(), none).then(this::connects));
    add(
        all,
        "PortOptions.writeIdle(Duration)",
        Recipe.of(PortOptions.defaults(), none).then(this::connects));
    add(
        all,
        "IdleException.new(Direction, Duration)",
        Recipe.of(null, Idle.Direction.READING, none));
    add(all, "PortOptions.credit(int)", Recipe.of(PortOptions.defaults(), 0).then(this::connects));
    add(
        all,
        "PortOptions.inboxLimit(int)",
        Recipe.of(PortOptions.defaults(), 1).then(this::connects));
    add(
        all,
        "PortOptions.inboxBytes(long)",
        Recipe.of(PortOptions.defaults(), 1L).then(this::connects));
    add(
        all,
        "PortOptions.highWatermark(int)",
        Recipe.of(PortOptions.defaults(), 1).then(this::connects));
    add(
        all,
        "PortOptions.watermarks(int, int)",
        Recipe.of(PortOptions.defaults(), 1, 2).then(this::connects));
    add(
        all,
        "ListenOptions.backlog(int)",
        Recipe.of(ListenOptions.defaults(), 1).then(this::listens));
    IoServerOptions servers = IoServerOptions.defaults().engine("nio");
    add(all, "IoServerOptions.loops(int)", Recipe.of(servers, 1).then(this::opens));
    add(all, "IoServerOptions.closeTimeout(Duration)", Recipe.of(servers, none).then(this::opens));
    add(all, "IoServerOptions.inboxBytes(long)", Recipe.of(servers, 1L).then(this::opens));
    add(all, "IoServerOptions.maxEvents(int)", Recipe.of(servers, 1).then(this::opens));
    add(all, "IoServerOptions.maxRegistrations(int)", Recipe.of(servers, 1).then(this::opens));
    add(all, "IoServerOptions.busyPoll(Duration)", Recipe.of(servers, none).then(this::opens));
    SelectorOptions selectors = SelectorOptions.defaults().engine("nio");
    add(all, "SelectorOptions.maxEvents(int)", Recipe.of(selectors, 1).then(this::opens));
    add(all, "SelectorOptions.maxRegistrations(int)", Recipe.of(selectors, 1).then(this::opens));
    add(all, "SelectorOptions.busyPoll(Duration)", Recipe.of(selectors, none).then(this::opens));
    add(all, "IdleStrategy.spin(Duration)", Recipe.of(null, none).then(this::idles));
    add(all, "IdleStrategy.adaptive(Duration)", Recipe.of(null, none).then(this::idles));
    SocketOptions two =
        SocketOptions.none()
            .with(StandardSocketOptions.SO_RCVBUF, 4096)
            .with(StandardSocketOptions.TCP_NODELAY, true);
    add(all, "SocketOptions.option(int)", Recipe.of(two, 0));
    add(all, "SocketOptions.valueAt(int)", Recipe.of(two, 0));
    add(all, "Framing.lengthPrefix(int, int)", Recipe.of(null, 4, 1).then(this::frames));
    add(
        all,
        "LengthPrefix.new(int, int, ByteOrder, int, int, boolean)",
        Recipe.of(null, 4, 1, ByteOrder.LITTLE_ENDIAN, 0, 0, false).then(this::frames));
    LengthPrefix prefix = Framing.lengthPrefix(4, 1_000);
    add(all, "LengthPrefix.withAdjustment(int)", Recipe.of(prefix, 0).then(this::framed));
    add(
        all,
        "LengthPrefix.withOffset(int)",
        Recipe.of(Framing.lengthPrefix(4, 100_000), 0).then(this::framed));
    add(all, "Framing.varintPrefix(int)", Recipe.of(null, 1).then(this::framed));
    add(all, "Framing.fixedLength(int)", Recipe.of(null, 1).then(this::framed));
    add(all, "Framing.lines(int)", Recipe.of(null, 1).then(this::framed));
    add(all, "Framing.delimiter(int, byte[])", Recipe.of(null, 1, new byte[1]).then(this::framed));
    add(all, "Framing.fix(String, int)", Recipe.of(null, "FIX.4.4", 1).then(this::framed));
    byte[] extension = {2, 0, 1, 'x'};
    add(
        all,
        "ProxyHeader.extension(int)",
        Recipe.of(new ProxyHeader(2, false, null, null, extension), 2));
    add(
        all,
        "ProxyHeader.new(int, boolean, InetSocketAddress, InetSocketAddress, byte[])",
        Recipe.of(null, 2, false, null, null, extension));
    addDatagrams(all);
    addWatches(all);
    // Numbers
    add(
        all,
        "Durations.nanos(Duration)",
        Recipe.of(null, none)
            .then((n, a) -> assertEquals(((Duration) a[0]).isNegative(), (long) n < 0)));
    add(
        all,
        "Durations.deadline(long)",
        Recipe.of(null, 0L)
            .then(
                (at, a) -> {
                  long left = (long) at - System.nanoTime();
                  assertTrue((long) a[0] > LONG_NANOS ? left > 0 : left <= LONG_NANOS, "" + left);
                }));
    add(
        all,
        "Durations.span(long)",
        Recipe.of(null, 0L).then((span, _) -> assertTrue((long) span >= 0, "" + span)));
    add(
        all,
        "Engine.allocate(int)",
        Recipe.of(Engines.choose("nio"), 1)
            .then((made, a) -> assertEquals(a[0], ((ByteBuffer) made).capacity())));
    ChunkPool pool = new ChunkPool();
    add(all, "ChunkPool.lease(int)", Recipe.of(pool, 1).then((c, a) -> hasRoom(c, (int) a[0])));
    add(
        all,
        "ChunkPool.leaseByOwner(int)",
        Recipe.of(pool, 1).then((c, a) -> hasRoom(c, (int) a[0])));
    // Carriers of numbers that say something and compute nothing
    add(all, "Closed.new(Receiver, long)", Recipe.of(null, port, 1L));
    add(all, "FrameTooLongException.new(long, int)", Recipe.of(null, 1L, 1));
    add(all, "EngineInfo.new(String, int, String, Map)", Recipe.of(null, "", 0, null, Map.of()));
    add(all, "MissingEngine.new(String, int, String)", Recipe.of(null, "", 0, ""));
    var kind = SystemCallException.Kind.OTHER;
    add(
        all,
        "SystemCallException.new(String, String, int, String, String, Kind)",
        Recipe.of(null, "", "", 0, "", "", kind));
    add(
        all,
        "SystemCallException.new(String, String, int, String, String, Kind, String)",
        Recipe.of(null, "", "", 0, "", "", kind, ""));
    add(
        all,
        counters(dev.ioserver.engine.api.LoopCounters.class),
        carrier(dev.ioserver.engine.api.LoopCounters.class));
    add(
        all,
        counters(dev.ioserver.engine.api.SelectorCounters.class),
        carrier(dev.ioserver.engine.api.SelectorCounters.class));
    add(all, counters(TransportCounters.class), carrier(TransportCounters.class));
    add(all, counters(PortCounters.class), carrier(PortCounters.class));
    add(all, counters(PortTotals.class), carrier(PortTotals.class));
    var counted = new PortCounters(1, 1, 1, 1, 1, Duration.ZERO);
    add(
        all,
        counters(PortSnapshot.class),
        Recipe.of(null, port, "", null, null, PortState.OPEN, false, 1L, 1L, counted));
    add(all, counters(TransportContext.class), Recipe.of(null, 1, 1, IdleStrategy.park(), 0, pool));
    return all;
  }

  private void addDatagrams(Map<String, List<Recipe>> all) throws Exception {
    Duration none = Duration.ZERO;
    DatagramOptions options = DatagramOptions.defaults();
    add(all, "DatagramOptions.closeTimeout(Duration)", Recipe.of(options, none).then(this::binds));
    add(all, "DatagramOptions.credit(int)", Recipe.of(options, 0).then(this::binds));
    add(all, "DatagramOptions.inboxLimit(int)", Recipe.of(options, 1).then(this::binds));
    add(all, "DatagramOptions.inboxBytes(long)", Recipe.of(options, 1L).then(this::binds));
    add(all, "DatagramOptions.maxDatagram(int)", Recipe.of(options, 1).then(this::binds));
    add(all, "DatagramOptions.watermarks(int, int)", Recipe.of(options, 1, 2).then(this::binds));
    DatagramPort udp = threads.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    add(all, "DatagramPort.active(int)", Recipe.of(udp, 1).then((_, _) -> udp.pause()));
    add(
        all,
        "DatagramPort.send(ByteBuffer, SocketAddress, Duration)",
        Recipe.of(udp, ByteBuffer.allocate(1), udp.localAddress(), none)
            .then((sent, _) -> assertEquals(true, sent)));
    var cause = new SystemCallException("", "", 0, "", "", SystemCallException.Kind.OTHER);
    add(
        all,
        "Undelivered.new(DatagramPort, SystemCallException, SocketAddress, int, long)",
        Recipe.of(null, udp, cause, udp.localAddress(), 1, 1L));
    add(all, counters(DatagramCounters.class), carrier(DatagramCounters.class));
  }

  private void addWatches(Map<String, List<Recipe>> all) throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
    add(all, "IoServer.watch(long, int)", Recipe.of(threads, 0L, Interest.READ));
    add(
        all,
        "IoServer.watch(SelectableChannel, int)",
        Recipe.of(threads, pipe.source(), Interest.READ).then((made, _) -> ends((Watch) made)));
    Watch watch = threads.watch(pipe.sink(), Interest.NONE);
    add(all, "Watch.interest(int)", Recipe.of(watch, Interest.NONE));
    add(all, "Ready.new(Watch, int)", Recipe.of(null, watch, Interest.READ));
    add(all, "PeerCredentials.new(long, long, long)", Recipe.of(null, 1L, 1L, 1L));
  }

  private void binds(Object options, Object[] arguments) throws Exception {
    DatagramPort made =
        threads.bind(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), (DatagramOptions) options);
    made.active(1);
    assertTrue(made.trySend(ByteBuffer.allocate(1), made.localAddress()), "takes a datagram");
    assertInstanceOf(Datagram.class, made.receive(Duration.ofSeconds(30))).release();
    made.close();
  }

  private static void ends(Watch watch) throws Exception {
    watch.close();
    Message message = watch.receive(Duration.ofSeconds(30));
    assertInstanceOf(Closed.class, message);
  }

  private static void add(Map<String, List<Recipe>> all, String name, Recipe recipe) {
    all.computeIfAbsent(name, _ -> new ArrayList<>()).add(recipe);
  }

  private static String counters(Class<?> type) {
    return name(type.getDeclaredConstructors()[0]);
  }

  private static Recipe carrier(Class<?> carrying) {
    Class<?>[] types = carrying.getDeclaredConstructors()[0].getParameterTypes();
    Object[] usual = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      Class<?> type = types[i];
      if (type == long.class) {
        usual[i] = 1L;
      } else if (type == String.class) {
        usual[i] = "";
      } else if (type == Duration.class) {
        usual[i] = Duration.ZERO;
      } else {
        usual[i] = type == PortTotals.class ? PortTotals.NONE : DatagramCounters.NONE;
      }
    }
    return Recipe.of(null, usual).then((made, _) -> assertFalse(made.toString().isEmpty()));
  }

  private void isChannel(Object result, Object[] arguments) {
    Channel<?> channel = (Channel<?>) result;
    assertTrue(channel.capacity() >= (int) arguments[0], "capacity " + channel.capacity());
  }

  /** At once for 0 or less, and never early. */
  private void expiresInTime(Object result, Object[] arguments) throws Exception {
    Timer timer = (Timer) result;
    boolean now = nanos(arguments[0]) <= LONG_NANOS;
    if (now) {
      assertInstanceOf(Expired.class, timer.receive(Duration.ofSeconds(30)));
      timer.takeExpirations();
    }
    boolean periodic = arguments.length > 1 && nanos(arguments[1]) > 0;
    if (!now || !periodic || nanos(arguments[1]) > LONG_NANOS) {
      assertNull(timer.receive(Duration.ofMillis(2)), "early");
    }
    timer.schedule(Duration.ofDays(1), Duration.ZERO);
    // The loop has heard of that when it answers, however busy the machine is.
    assertTrue(port.descriptor() >= 0);
    while (timer.receive(Duration.ofMillis(2)) != null) {
      // A period of a nanosecond goes on until the loop has heard of that.
    }
  }

  private static long nanos(Object time) {
    return time instanceof Duration duration ? Durations.nanos(duration) : (long) time;
  }

  private void refusedToTheHandler(Object token, Object[] arguments) throws Exception {
    selector.selectNanos((_, _, _) -> fail("ready"), 0);
    selector.deregisterNow((long) token);
  }

  private void connects(Object options, Object[] arguments) throws Exception {
    Duration patience = ((PortOptions) options).connectTimeout();
    if (!patience.isZero() && Durations.nanos(patience) < LONG_NANOS) {
      timesOut((PortOptions) options);
      return;
    }
    Port made = connected((PortOptions) options);
    Port other = accepted();
    assertTrue(made.trySend(ByteBuffer.allocate(1)), "takes a message");
    Data data = other.read(1, Duration.ofSeconds(30));
    assertNotNull(data);
    data.release();
    made.close();
    other.close();
    assertInstanceOf(Closed.class, last(made));
    assertInstanceOf(Closed.class, last(other));
  }

  /** In so short a time it connects or not, and says so. */
  private void timesOut(PortOptions options) throws Exception {
    try (Listener own =
        threads.listen(
            listener.localAddress() instanceof InetSocketAddress some
                ? new InetSocketAddress(some.getAddress(), 0)
                : listener.localAddress())) {
      Port made = threads.connect(own.localAddress(), options);
      Message message = made.receive(Duration.ofSeconds(30));
      assertTrue(message instanceof Connected || message instanceof Failed, "" + message);
      made.abort();
    }
  }

  private static Message last(Port port) throws Exception {
    Message message = null;
    while (!port.isDone()) {
      message = port.receive(Duration.ofSeconds(30));
      assertNotNull(message, "closes");
    }
    return message;
  }

  private void listens(Object options, Object[] arguments) throws Exception {
    Listener made =
        threads.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), (ListenOptions) options);
    made.close();
  }

  private void opens(Object options, Object[] arguments) throws Exception {
    if (options instanceof SelectorOptions some) {
      try (IoSelector opened = IoSelector.open(some)) {
        assertEquals(0, opened.registrations());
      }
      return;
    }
    IoServerOptions some = (IoServerOptions) options;
    if (some.busyPoll().isZero()) {
      try (IoServer opened = IoServer.open(some)) {
        opened.timer(Duration.ofDays(1));
      }
    }
  }

  private void idles(Object strategy, Object[] arguments) throws Exception {
    IoServerOptions options =
        IoServerOptions.defaults().engine("nio").idle((IdleStrategy) strategy);
    // Its loop is the test thread's, and must not be the one that the thread's waits run after.
    Thread runner =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (IoServer opened = IoServer.open(options.callerRuns())) {
                    opened.poll((_, _) -> {}, 1, Duration.ofMillis(1));
                  } catch (SystemCallException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    runner.join(30_000);
    assertFalse(runner.isAlive(), () -> "a wait of 1 ms does not end with " + strategy);
  }

  /** A frame as long as allowed can be announced, and costs nothing until it comes. */
  private void frames(Object framing, Object[] arguments) throws Exception {
    LengthPrefix cut = (LengthPrefix) framing;
    if (cut.adjustment() != 0) {
      framed(framing, arguments);
      return;
    }
    PortOptions options = PortOptions.defaults().framing(cut);
    Port made = connected(options);
    Port raw = accepted();
    made.active(1);
    if (cut.prefixBytes() == 4) {
      raw.trySend(ByteBuffer.allocate(4).order(cut.order()).putInt(cut.maxLength()).flip());
      raw.trySend(ByteBuffer.allocate(1));
    }
    if (cut.prefixBytes() == 4 && cut.maxLength() == 1) {
      Message message = made.receive(Duration.ofSeconds(30));
      assertInstanceOf(Data.class, message).release();
    } else {
      assertNull(made.receive(Duration.ofMillis(2)));
    }
    made.abort();
    raw.abort();
  }

  /** One byte does not bring it down, and takes no more memory than a byte. */
  private void framed(Object framing, Object[] arguments) throws Exception {
    Port made = connected(PortOptions.defaults().framing((Framing) framing));
    Port raw = accepted();
    made.active(1);
    raw.trySend(ByteBuffer.allocate(1));
    made.abort();
    raw.abort();
  }

  private static void hasRoom(Object chunk, int bytes) {
    Chunk leased = (Chunk) chunk;
    assertTrue(leased.writable() >= bytes, "room for " + leased.writable());
    leased.release();
  }

  private static List<Executable> methodsWithNumbers() throws Exception {
    List<Executable> found = new ArrayList<>();
    for (Class<?> type : publicTypes()) {
      List<Executable> all = new ArrayList<>(List.of(type.getDeclaredMethods()));
      all.addAll(List.of(type.getDeclaredConstructors()));
      for (Executable each : all) {
        if (Modifier.isPublic(each.getModifiers()) && !each.isSynthetic() && takesNumber(each)) {
          found.add(each);
        }
      }
    }
    assertTrue(found.size() > 60, "found no more than " + found.size());
    return found;
  }

  private static boolean takesNumber(Executable method) {
    for (Parameter parameter : method.getParameters()) {
      if (!extremes(parameter.getType()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static List<String> exported() {
    Module module = IoServer.class.getModule();
    return module.getDescriptor().exports().stream()
        .filter(export -> !export.isQualified())
        .map(export -> export.source())
        .sorted()
        .toList();
  }

  private static List<Class<?>> publicTypes() throws Exception {
    Path root = Path.of(IoServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(root)) {
      return publicTypes(root);
    }
    try (FileSystem jar = FileSystems.newFileSystem(root)) {
      return publicTypes(jar.getPath("/"));
    }
  }

  private static List<Class<?>> publicTypes(Path root) throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    for (String name : PACKAGES) {
      try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
        for (Path file : files.sorted().toList()) {
          String simple = file.getFileName().toString().replace(".class", "");
          if (simple.contains("-info") || !file.toString().endsWith(".class")) {
            continue;
          }
          Class<?> type = Class.forName(name + "." + simple);
          if (Modifier.isPublic(type.getModifiers())) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static String name(Executable method) {
    StringBuilder name =
        new StringBuilder(method.getDeclaringClass().getSimpleName())
            .append('.')
            .append(method instanceof Constructor<?> ? "new" : method.getName())
            .append('(');
    String separator = "";
    for (Class<?> type : method.getParameterTypes()) {
      name.append(separator).append(type.getSimpleName());
      separator = ", ";
    }
    return name.append(')').toString();
  }
}
