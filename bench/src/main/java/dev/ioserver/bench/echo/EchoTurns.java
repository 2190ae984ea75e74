package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Pinning;
import dev.ioserver.bench.tls.BenchKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Echoes of several servers in turn, each in a process of its own that sleeps while it is not its
 * turn. A turn takes milliseconds, so that what the neighbours of this machine do, which comes and
 * goes within seconds, is much the same for all servers of a lap; a run of JMH takes seconds for
 * each.
 *
 * <p>Thread-safety: for the thread that made it, which is pinned as the client.
 */
public final class EchoTurns implements AutoCloseable {

  private final List<Party> parties = new ArrayList<>();
  private final Pinning pinning;

  /** The key store of all servers, if they need one. */
  private final @Nullable Path keys;

  /** Messages of a turn. */
  private final int messages;

  /** Messages of a turn that are not measured: the caches are the last server's. */
  private final int runIn;

  /**
   * Starts the servers, connects to each, and warms up.
   *
   * @param connections to each server; with one its round trips are measured, with more there is
   *     one message under way on each
   * @param warmUp messages with each server before anything is measured, see {@link Talk#warmUp()}
   * @param talk what the messages are
   */
  public EchoTurns(List<String> peers, int connections, Pinning pinning, int warmUp, Talk talk)
      throws IOException {
    this.pinning = pinning;
    // A turn is milliseconds long, and beginning and end, with fewer under way, are little of it.
    messages = connections == 1 ? talk.turn() : Math.max(2_000, 4 * connections);
    runIn = connections == 1 ? messages / 10 : connections;
    keys = talk.isTls() ? BenchKeys.newFile() : null;
    try {
      for (String peer : peers) {
        parties.add(new Party(peer, connections, talk));
      }
      pinning.client();
      for (long done = 0; done < warmUp; ) {
        long fewest = Long.MAX_VALUE;
        for (Party party : parties) {
          fewest = Math.min(fewest, party.client.exchange(messages).messages());
        }
        done += fewest;
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Measures so many seconds, and one lap at least. */
  public List<Lap> run(double seconds) throws IOException {
    List<Lap> laps = new ArrayList<>();
    long began = System.nanoTime();
    long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    do {
      int n = parties.size();
      Lap lap = new Lap(n);
      for (int i = 0; i < n; i++) {
        // Another one begins each lap, so that none always comes behind the same one.
        turn((i + laps.size()) % n, lap);
      }
      laps.add(lap);
    } while (System.nanoTime() - began < nanos);
    return laps;
  }

  /** Has one server take a turn that is not timed; returns the number of its messages. */
  public long turn(int server) throws IOException {
    return parties.get(server).client.exchange(messages).messages();
  }

  /** Messages of a turn, if it has a number of them and not a time. */
  public int messages() {
    return messages;
  }

  /** The process of a server. */
  public long pid(int server) {
    return parties.get(server).program.pid();
  }

  /**
   * The median, and where the median of many more laps would lie in 19 of 20 cases if laps did not
   * depend on each other, whatever their distribution: by ranks, as the sign test does.
   *
   * @return lower end, median, upper end
   */
  public static double[] median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double half = 0.98 * Math.sqrt(n);
    int low = (int) Math.max(0, Math.floor((n - 1) / 2.0 - half));
    int high = (int) Math.min(n - 1, Math.ceil((n - 1) / 2.0 + half));
    return new double[] {
      sorted[low], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[high],
    };
  }

  /** Bytes that the process of a server in Java has allocated since its start. */
  public long allocated(int server) throws IOException {
    List<String> answer = parties.get(server).program.ask(EchoProgram.ALLOCATED);
    if (answer.isEmpty()) {
      throw new IOException("a server's jar is of a build that does not count what it allocates");
    }
    return Long.parseLong(answer.getFirst());
  }

  @Override
  public void close() throws IOException {
    for (Party party : parties) {
      party.close();
    }
    pinning.release();
    if (keys != null) {
      BenchKeys.remove(keys);
    }
  }

  private void turn(int server, Lap lap) throws IOException {
    Party party = parties.get(server);
    if (!party.client.startsAnew()) {
      party.client.exchange(runIn);
    }
    party.time.begin();
    TurnClient.Exchanged done = party.client.exchange(messages);
    lap.serverNanos[server] = party.time.nanos() / done.messages();
    lap.nanos[server] = done.nanos() / done.messages();
  }

  /** What a lap found, by the places of the peers. */
  public static final class Lap {

    private final double[] nanos;
    private final double[] serverNanos;

    private Lap(int peers) {
      nanos = new double[peers];
      serverNanos = new double[peers];
    }

    /** How many peers there are. */
    public int peers() {
      return nanos.length;
    }

    /** Time per message. */
    public double nanos(int peer) {
      return nanos[peer];
    }

    /**
     * The server's processor time per message, what the kernel did on its behalf included; NaN
     * where the system does not tell.
     */
    public double serverNanos(int peer) {
      return serverNanos[peer];
    }
  }

  /** A server and who talks to it. */
  private final class Party implements AutoCloseable {

    private final ServerProcess program;
    private final ProcessorTime time;
    private final TurnClient client;

    Party(String peer, int connections, Talk talk) throws IOException {
      program = EchoProgram.start(peer, talk, keys);
      time = new ProcessorTime(program.pid());
      try {
        // Not before it runs: a JVM that sees one processor chooses other defaults.
        pinning.server(program.pid());
        client =
            keys == null
                ? TurnClient.open(program.address(), connections, talk)
                : TlsClient.open(program.address(), BenchKeys.trusting(keys), talk);
      } catch (IOException | RuntimeException e) {
        program.close();
        throw e;
      } catch (GeneralSecurityException e) {
        program.close();
        throw new IOException("no client of TLS", e);
      }
    }

    @Override
    public void close() throws IOException {
      client.close();
      time.close();
      program.close();
    }
  }
}
