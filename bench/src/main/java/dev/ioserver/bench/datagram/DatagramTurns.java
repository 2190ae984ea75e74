package dev.ioserver.bench.datagram;

import dev.ioserver.bench.echo.ProcessorTime;
import dev.ioserver.bench.echo.ServerProcess;
import dev.ioserver.bench.peer.Pinning;
import dev.ioserver.bench.run.SyscallCounter;
import dev.ioserver.bench.run.SyscallProfiler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Several servers of datagrams in turn, each in a process of its own that sleeps while it is not
 * its turn. A turn takes milliseconds, so that what the neighbours of this machine do is much the
 * same for all servers of a lap.
 *
 * <p>Thread-safety: for the thread that made it, which is pinned as the client.
 */
public final class DatagramTurns implements AutoCloseable {

  /** Datagrams of each case with each server that make sure of compiled code. */
  public static final int WARM_UP = 100_000;

  private final List<Party> parties = new ArrayList<>();
  private final Pinning pinning;

  /**
   * Starts the servers and warms up.
   *
   * @param warmUp datagrams of each case with each server before anything is measured, see {@link
   *     #WARM_UP}
   */
  public DatagramTurns(List<String> peers, List<DatagramCase> cases, Pinning pinning, int warmUp)
      throws IOException {
    this.pinning = pinning;
    try {
      for (String peer : peers) {
        parties.add(new Party(peer));
      }
      pinning.client();
      for (DatagramCase each : cases) {
        // One at a time takes longer, and runs what bursts run too.
        int enough = each.burst() == 1 ? warmUp / 4 : warmUp;
        for (int done = 0; done < enough; done += each.datagrams()) {
          for (Party party : parties) {
            party.exchange(each, each.bursts());
          }
        }
      }
      for (Party party : parties) {
        party.check();
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Measures a case for so many seconds, and one lap at least. */
  public Found run(DatagramCase what, double seconds) throws IOException {
    List<Lap> laps = new ArrayList<>();
    long[] allocated = allocated();
    long began = System.nanoTime();
    long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    int n = parties.size();
    do {
      Lap lap = new Lap(n);
      for (int i = 0; i < n; i++) {
        // Another one begins each lap, so that none always comes behind the same one.
        turn((i + laps.size()) % n, what, lap);
      }
      laps.add(lap);
    } while (System.nanoTime() - began < nanos);
    long[] after = allocated();
    double datagrams = (double) laps.size() * (what.datagrams() + runIn(what) * what.burst());
    double[] bytes = new double[n];
    for (int i = 0; i < n; i++) {
      parties.get(i).check();
      bytes[i] =
          DatagramProgram.isJava(parties.get(i).peer)
              ? (after[i] - allocated[i]) / datagrams
              : Double.NaN;
    }
    return new Found(laps, bytes);
  }

  /**
   * Counts the system calls of each server's process for a datagram, in a turn of its own: what
   * counts may slow down.
   */
  public double[] systemCalls(DatagramCase what) throws IOException {
    double[] calls = new double[parties.size()];
    for (int i = 0; i < calls.length; i++) {
      Party party = parties.get(i);
      SyscallCounter counter = SyscallCounter.start(party.program.pid());
      party.exchange(what, what.bursts());
      calls[i] = counter.stop().getOrDefault(SyscallProfiler.ALL, 0L) / (double) what.datagrams();
    }
    return calls;
  }

  @Override
  public void close() throws IOException {
    for (Party party : parties) {
      party.close();
    }
    pinning.release();
  }

  private void turn(int server, DatagramCase what, Lap lap) throws IOException {
    Party party = parties.get(server);
    party.exchange(what, runIn(what));
    party.time.begin();
    long began = System.nanoTime();
    party.exchange(what, what.bursts());
    lap.nanos[server] = (System.nanoTime() - began) / (double) what.datagrams();
    lap.serverNanos[server] = party.time.nanos() / what.datagrams();
  }

  /** Bursts of a turn that are not measured: the caches are the last server's. */
  private static int runIn(DatagramCase what) {
    return what.burst() == 1 ? 20 : 4;
  }

  private long[] allocated() throws IOException {
    long[] bytes = new long[parties.size()];
    for (int i = 0; i < bytes.length; i++) {
      Party party = parties.get(i);
      bytes[i] = DatagramProgram.isJava(party.peer) ? DatagramProgram.allocated(party.program) : 0;
    }
    return bytes;
  }

  /** What the laps of a case found, by the places of the peers. */
  public static final class Found {

    private final List<Lap> laps;
    private final double[] allocated;

    private Found(List<Lap> laps, double[] allocated) {
      this.laps = laps;
      this.allocated = allocated;
    }

    /** How many laps there were. */
    public int laps() {
      return laps.size();
    }

    /** Bytes that a server has allocated for a datagram; NaN if it is none in Java. */
    public double allocated(int server) {
      return allocated[server];
    }

    /** The time for a datagram with a server, lap by lap, in nanoseconds. */
    public double[] nanos(int server) {
      return laps.stream().mapToDouble(lap -> lap.nanos[server]).toArray();
    }

    /**
     * The processor time of a server's process for a datagram, what the kernel did on its behalf
     * included, lap by lap, in nanoseconds; NaN where the system does not tell.
     */
    public double[] serverNanos(int server) {
      return laps.stream().mapToDouble(lap -> lap.serverNanos[server]).toArray();
    }

    /** A server's processor time as a multiple of another one's in the same lap. */
    public double[] ratios(int server, int base) {
      double[] ratios = serverNanos(server);
      double[] bases = serverNanos(base);
      Arrays.setAll(ratios, i -> ratios[i] / bases[i]);
      return ratios;
    }
  }

  /** What a lap found, by the places of the peers. */
  private static final class Lap {

    private final double[] nanos;
    private final double[] serverNanos;

    Lap(int peers) {
      nanos = new double[peers];
      serverNanos = new double[peers];
    }
  }

  /** A server and who talks to it. */
  private final class Party implements AutoCloseable {

    private final String peer;
    private final ServerProcess program;
    private final ProcessorTime time;
    private final DatagramClient client;

    Party(String peer) throws IOException {
      this.peer = peer;
      program = DatagramProgram.start(peer);
      time = new ProcessorTime(program.pid());
      try {
        // Not before it runs: a JVM that sees one processor chooses other defaults.
        pinning.server(program.pid());
        client = new DatagramClient(program.port());
      } catch (IOException | RuntimeException e) {
        program.close();
        throw e;
      }
    }

    void exchange(DatagramCase what, int bursts) throws IOException {
      try {
        client.exchange(what, bursts);
      } catch (IOException e) {
        throw new IOException(peer + ", " + what.describe() + ": " + e.getMessage(), e);
      }
    }

    void check() throws IOException {
      try {
        client.check();
      } catch (IOException e) {
        throw new IOException(peer + ": " + e.getMessage(), e);
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
