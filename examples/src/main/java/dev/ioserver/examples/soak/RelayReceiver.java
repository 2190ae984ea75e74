package dev.ioserver.examples.soak;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The thread of a {@link Relay} that gets the messages, and answers each burst's last one. */
final class RelayReceiver implements Runnable {

  /** Only for a wait that a wake-up may end: it is longer than any run. */
  private static final Duration LONG = Duration.ofDays(365);

  private final Place place;
  private final SoakConfig config;
  private final Channel<Relay.Item> from;
  private final Channel<Relay.Item> answers;
  private final Tally tally;
  private final CompletableFuture<@Nullable IoServer> loop = new CompletableFuture<>();

  // Of this thread.
  private long received;
  private long answered;

  /** How often the sender has asked for an answer by a wake-up. */
  private final AtomicLong asked = new AtomicLong();

  RelayReceiver(
      Place place,
      SoakConfig config,
      Channel<Relay.Item> from,
      Channel<Relay.Item> answers,
      Tally tally) {
    this.place = place;
    this.config = config;
    this.from = from;
    this.answers = answers;
    this.tally = tally;
  }

  /** The loop that this thread runs, or null if it runs none. Waits until it is open. */
  @Nullable IoServer loop() {
    return loop.join();
  }

  /** What the loop has counted; nothing where there is none. */
  List<LoopCounters> counters() {
    IoServer open = loop();
    return open == null ? List.of() : open.counters();
  }

  /** The next wake-up wants an answer. The sender only. */
  void asks() {
    asked.incrementAndGet();
  }

  @Override
  public void run() {
    try {
      switch (place) {
        case CHANNEL, VIRTUAL -> {
          loop.complete(null);
          fromChannel();
        }
        case SELECT -> {
          loop.complete(null);
          fromSelect(Select.of(from));
        }
        case LOOP -> fromLoop();
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      loop.completeExceptionally(e);
      tally.failed("a receiver, " + place + ",", e);
    }
  }

  private void fromChannel() throws InterruptedException {
    try {
      while (true) {
        onItem(from.receive());
      }
    } catch (ChannelClosedException e) {
      // The sender has ended.
    }
  }

  private void fromSelect(Select<Message> select) throws InterruptedException {
    while (select.receive() instanceof Relay.Item item) {
      onItem(item);
    }
  }

  private void fromLoop() throws IOException, InterruptedException {
    IoServerOptions options =
        IoServerOptions.defaults().engine(config.engine()).idle(config.idle()).name("soak-relay");
    try (IoServer io = IoServer.open(options.callerRuns())) {
      Select<Message> select = io.select().add(from);
      loop.complete(io);
      while (true) {
        Message message = select.receive(LONG);
        switch (message) {
          case null -> onWakeup();
          case Relay.Item item -> onItem(item);
          case Closed closed -> {
            return;
          }
          default -> throw new IllegalStateException("a message of nobody: " + message);
        }
      }
    }
  }

  private void onItem(Relay.Item item) throws InterruptedException {
    if (!Relay.isNumber(item, received)) {
      tally.handOversWrong.increment();
      tally.note("from thread to thread, " + place + ": not number " + received + " but " + item);
      received = item.number();
    }
    received++;
    if (item.last()) {
      answers.send(Relay.answer());
    }
  }

  private void onWakeup() throws InterruptedException {
    long now = asked.get();
    if (now != answered) {
      answered = now;
      answers.send(Relay.answer());
    }
  }
}
