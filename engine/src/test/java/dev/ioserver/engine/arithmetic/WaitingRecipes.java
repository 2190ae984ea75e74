package dev.ioserver.engine.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Channels, selects, loops, timers and the selector: what waits. */
final class WaitingRecipes {

  private final IoServer threads;
  private final IoServer own;
  private final IoSelector selector;
  private final Listener listener;
  private final Port port;
  private final Port full;

  WaitingRecipes(RunningEngine running) {
    threads = running.threads;
    own = running.own;
    selector = running.selector;
    listener = running.listener;
    port = running.port;
    full = running.full;
  }

  void addChannelsAndSelects(RecipeBook all) throws Exception {
    Duration none = Duration.ZERO;
    MessageHandler<Object> nobody = (_, _) -> {};
    all.add("Channels.mpsc(int)", Recipe.of(null, 1).then(this::isChannel));
    all.add("Channels.spsc(int)", Recipe.of(null, 1).then(this::isChannel));
    Channel<Object> empty = Channels.mpsc(4);
    Channel<Object> taken = Channels.mpsc(2);
    while (taken.trySend("")) {
      // Until it is full.
    }
    // A select that waits without a loop, and one that runs its own.
    Select<Object> parked = Select.ofAny(Channels.mpsc(4));
    Timer idle = threads.timer(Duration.ofDays(1));
    for (Object each : List.of(empty, port, listener, idle)) {
      all.add("Receiver.receive(Duration)", Recipe.of(each, none).waits());
      all.add(
          "Receiver.drain(Consumer, int)",
          Recipe.of(each, (Consumer<Object>) _ -> {}, 1).then((n, _) -> assertEquals(0, n)));
    }
    all.add(
        "Sender.send(Object, Duration)",
        Recipe.of(taken, "", none).waits().then((sent, _) -> assertEquals(false, sent)));
    all.add(
        "Sender.send(Object, Duration)",
        Recipe.of(full, ByteBuffer.allocate(1), none)
            .waits()
            .then((sent, _) -> assertEquals(false, sent)));
    for (Select<?> select : List.of(parked, own.select())) {
      all.add("Select.poll(MessageHandler, int)", Recipe.of(select, nobody, 1));
      all.add(
          "Select.poll(MessageHandler, int, Duration)",
          Recipe.of(select, nobody, 1, none).waitsForEverIfNegative());
      all.add(
          "Select.pollNanos(MessageHandler, int, long)",
          Recipe.of(select, nobody, 1, 0L).waitsForEverIfNegative());
      all.add("Select.receive(Duration)", Recipe.of(select, none).waits());
      all.add("Select.receiveNanos(long)", Recipe.of(select, 0L).waits());
    }
  }

  void addLoopsAndTimers(RecipeBook all) throws Exception {
    Duration none = Duration.ZERO;
    MessageHandler<Object> nobody = (_, _) -> {};
    IoServer ending = IoServer.open(IoServerOptions.defaults().engine("nio"));
    all.add("IoServer.shutdown(Duration)", Recipe.of(ending, none));
    all.add("IoServer.poll(MessageHandler, int)", Recipe.of(own, nobody, 1));
    all.add(
        "IoServer.poll(MessageHandler, int, Duration)",
        Recipe.of(own, nobody, 1, none).waitsForEverIfNegative());
    all.add(
        "IoServer.pollNanos(MessageHandler, int, long)",
        Recipe.of(own, nobody, 1, 0L).waitsForEverIfNegative());
    all.add("IoServer.timer(Duration)", Recipe.of(threads, none).then(this::expiresInTime));
    all.add(
        "IoServer.timer(Duration, Duration)",
        Recipe.of(threads, none, none).then(this::expiresInTime));
    all.add(
        "IoServer.timerNanos(long, long)", Recipe.of(threads, 0L, 0L).then(this::expiresInTime));
    Timer again = threads.timer(Duration.ofDays(1));
    all.add(
        "Timer.schedule(Duration, Duration)",
        Recipe.of(again, none, none).then((_, a) -> expiresInTime(again, a)));
    all.add(
        "Timer.scheduleNanos(long, long)",
        Recipe.of(again, 0L, 0L).then((_, a) -> expiresInTime(again, a)));
  }

  void addSelector(RecipeBook all) throws Exception {
    Duration none = Duration.ZERO;
    ReadyHandler notReady = (_, _, _) -> {};
    all.add(
        "IoSelector.select(ReadyHandler, Duration)",
        Recipe.of(selector, notReady, none).waitsForEverIfNegative());
    all.add(
        "IoSelector.selectNanos(ReadyHandler, long)",
        Recipe.of(selector, notReady, 0L).waitsForEverIfNegative());
    // The time-out is not the last argument: it is tried by the other, as the same method ends
    // both.
    all.add(
        "IoSelector.selectNanos(ReadyHandler, long, Condition)",
        Recipe.of(selector, notReady, 0L, (Condition) () -> true).waits());
    all.add("IoSelector.deregisterNow(long)", Recipe.of(selector, 0L));
    all.add("NioHandles.release(long)", Recipe.of(null, -1L));
    all.add("Registry.deregister(long)", Recipe.of(selector.registry(), 0L));
    all.add("Registry.interest(long, int)", Recipe.of(selector.registry(), -1L, Interest.READ));
    all.add(
        "Registry.register(long, int, Object)",
        Recipe.of(selector.registry(), -1L, Interest.NONE, "").then(this::refusedToTheHandler));
  }

  private void isChannel(Object result, Object[] arguments) {
    Channel<?> channel = (Channel<?>) result;
    assertTrue(channel.capacity() >= (int) arguments[0], "capacity " + channel.capacity());
  }

  /** At once for 0 or less, and never early. */
  private void expiresInTime(Object result, Object[] arguments) throws Exception {
    Timer timer = (Timer) result;
    boolean now = nanos(arguments[0]) <= Trial.LONG_NANOS;
    if (now) {
      assertInstanceOf(Expired.class, timer.receive(Duration.ofSeconds(30)));
      timer.takeExpirations();
    }
    boolean periodic = arguments.length > 1 && nanos(arguments[1]) > 0;
    if (!now || !periodic || nanos(arguments[1]) > Trial.LONG_NANOS) {
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
}
