package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.testkit.sim.kernel.Dice;
import dev.ioserver.testkit.sim.kernel.SimKernel;
import dev.ioserver.testkit.sim.kernel.SimSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a seed says a run consists of: how many servers and connections, their options, and the
 * steps of the users.
 */
final class Plan {

  private static final int[] CREDITS = {0, 0, 1, 3, PortOptions.UNLIMITED};
  private static final int[] HIGH = {1, 20, 300, 5_000, 64 << 10};
  private static final int[] INBOX = {1, 2, 10, 1024};
  private static final int[] INBOX_BYTES = {1, 100, 10_000, 1 << 20};
  private static final int[] LOOP_BYTES = {0, 1, 3_000, 20_000};
  private static final int[] CLOSE_MILLIS = {0, 50, 1_000, 5_000, 5_000};
  private static final int[] SIZES = {0, 1, 2, 10, 100, 1_000, 5_000, 20_000};

  /** More than a turn reads. */
  private static final int LONG_SIZE = 400_000;

  /** Of such a value that the seeds which were committed before there were limits have none. */
  private static final int TIGHT = 557;

  final long seed;
  final int servers;
  final int connections;
  final boolean edges;

  /** Buffers are large, and so are some messages: more than a turn of the loop reads. */
  final boolean bulk;

  /** What waits to be received has small limits in bytes. */
  final boolean tight;

  private int turn;

  Plan(long seed) {
    this.seed = seed;
    this.servers = 1 + number(3);
    this.connections = 1 + number(4);
    this.edges = number(2) == 0;
    this.bulk = number(12) == 0;
    this.tight = of(TIGHT, 0, 4) == 0;
  }

  /** The server of an end; the accepting one decides the framing of the connection. */
  int serverOf(int who) {
    return Math.floorMod(Dice.mix(seed, 501, who, 0), servers);
  }

  /** How the connections of a listener are cut into messages. */
  Framing framing(int server) {
    return switch (of(502, server, 4)) {
      case 0, 1 -> Framing.raw();
      case 2 -> Framing.lengthPrefix(2, 20_000);
      default -> Framing.lengthPrefix(4, 20_000);
    };
  }

  int maxEvents(int server) {
    return 1 + of(503, server, 8);
  }

  int backlog(int server) {
    return 1 + of(504, server, 4);
  }

  Duration serverCloseTimeout(int server) {
    return Duration.ofMillis(CLOSE_MILLIS[of(505, server, CLOSE_MILLIS.length)]);
  }

  /** How many bytes may wait to be received from all ports of a server; 0 for the default. */
  long serverInboxBytes(int server) {
    return tight ? LOOP_BYTES[of(512, server, LOOP_BYTES.length)] : 0;
  }

  /**
   * The options of a port.
   *
   * @param key whose they are: an end that connects, or a listener
   */
  PortOptions options(int key, Framing framing) {
    int high = HIGH[of(506, key, HIGH.length)];
    PortOptions defaults = PortOptions.defaults();
    return defaults
        .framing(framing)
        .credit(CREDITS[of(507, key, CREDITS.length)])
        .watermarks(of(508, key, high), high)
        .inboxLimit(INBOX[of(509, key, INBOX.length)])
        .inboxBytes(tight ? INBOX_BYTES[of(513, key, INBOX_BYTES.length)] : defaults.inboxBytes())
        .connectTimeout(Duration.ofSeconds(of(510, key, 3) == 0 ? 0 : 10))
        .closeTimeout(Duration.ofMillis(CLOSE_MILLIS[of(511, key, CLOSE_MILLIS.length)]));
  }

  /** The options that a reader of a history may want to know. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (int server = 0; server < servers; server++) {
      lines.add(
          "S"
              + server
              + ", with room for "
              + serverInboxBytes(server)
              + " bytes, accepts with "
              + text(SimKernel.LISTENERS + server, server));
    }
    for (int link = 0; link < connections; link++) {
      int to = serverOf(2 * link + 1);
      lines.add(
          SimSocket.name(2 * link)
              + " of S"
              + serverOf(2 * link)
              + " connects to S"
              + to
              + " with "
              + text(2 * link, to));
    }
    return lines;
  }

  private String text(int key, int server) {
    PortOptions options = options(key, framing(server));
    return "a prefix of "
        + options.framing().maxOverhead()
        + ", credit "
        + options.credit()
        + ", watermarks "
        + options.lowWatermark()
        + "/"
        + options.highWatermark()
        + ", inbox "
        + options.inboxLimit()
        + " messages of "
        + options.inboxBytes()
        + " bytes"
        + ", closeTimeout "
        + options.closeTimeout();
  }

  /** The steps, in order. */
  List<Step> steps() {
    // Most runs leave some kinds of steps out, so that the others come together more often.
    Map<Step.Kind, Integer> weights = new EnumMap<>(Step.Kind.class);
    for (Step.Kind kind : Step.Kind.values()) {
      boolean left = of(520, kind.name().hashCode(), 4) == 0;
      weights.put(kind, left ? 0 : weight(kind));
    }
    weights.put(Step.Kind.POLL, 50 + number(150));
    weights.put(Step.Kind.MOVE, 50 + number(150));
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    List<Step> steps = new ArrayList<>();
    for (int link = 0; link < connections; link++) {
      if (number(3) > 0) {
        steps.add(new Step(Step.Kind.CONNECT, 2 * link, 0));
      }
    }
    int length = 10 + number(number(4) == 0 ? 400 : 100);
    while (steps.size() < length) {
      int choice = number(sum);
      for (Map.Entry<Step.Kind, Integer> each : weights.entrySet()) {
        choice -= each.getValue();
        if (choice < 0) {
          steps.add(step(each.getKey()));
          break;
        }
      }
    }
    return steps;
  }

  private static int weight(Step.Kind kind) {
    return switch (kind) {
      case CONNECT -> 15;
      case SEND -> 60;
      case SEND_SEGMENT, SEND_GATHERED -> 15;
      case ACTIVE -> 40;
      case UNLIMITED, FLUSH, PASS, RELEASE -> 10;
      case PAUSE, READ -> 12;
      case SHUT_DOWN -> 5;
      case CLOSE -> 8;
      case ABORT, TIMER, LISTENER_ACTIVE -> 4;
      case CANCEL -> 2;
      case LISTENER_CLOSE, SERVER_CLOSE -> 1;
      case STRANGER_SENDS, STRANGER_ACTIVE -> 12;
      case STRANGER_CLOSES, STRANGER_ABORTS -> 2;
      case WAIT -> 12;
      case POLL, MOVE -> 0;
    };
  }

  private Step step(Step.Kind kind) {
    int end = number(2 * connections);
    return switch (kind) {
      case CONNECT -> new Step(kind, end / 2 * 2, 0);
      case SEND, SEND_SEGMENT, SEND_GATHERED, STRANGER_SENDS -> new Step(kind, end, size());
      case STRANGER_ACTIVE -> new Step(kind, end, number(8));
      case ACTIVE -> new Step(kind, end, number(10) == 0 ? -number(5) : number(8));
      case READ -> new Step(kind, end, number(2) == 0 ? 0 : size());
      case POLL -> new Step(kind, number(servers), number(8) == 0 ? number(4) : 100);
      case MOVE -> new Step(kind, 0, 0);
      case PASS -> new Step(kind, 0, 1 << number(24));
      case TIMER -> new Step(kind, number(servers), 1 << number(24));
      case WAIT, CANCEL, LISTENER_ACTIVE, LISTENER_CLOSE, SERVER_CLOSE ->
          new Step(kind, number(servers), number(4));
      case FLUSH,
          UNLIMITED,
          PAUSE,
          SHUT_DOWN,
          CLOSE,
          ABORT,
          RELEASE,
          STRANGER_CLOSES,
          STRANGER_ABORTS ->
          new Step(kind, end, 0);
    };
  }

  private int size() {
    if (bulk && number(3) == 0) {
      return LONG_SIZE;
    }
    int most = SIZES[number(SIZES.length)];
    return most < 10 ? most : 1 + number(most);
  }

  private int of(int purpose, int key, int bound) {
    return Math.floorMod(Dice.mix(seed, purpose, key, 0), bound);
  }

  private int number(int bound) {
    return Math.floorMod(Dice.mix(seed, 500, turn++, 0), bound);
  }
}
