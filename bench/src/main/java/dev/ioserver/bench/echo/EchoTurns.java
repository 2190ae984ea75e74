package dev.ioserver.bench.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Round trips with several echo servers in turn, each in a process of its own that sleeps while it
 * is not its turn. A turn takes milliseconds, so that what the neighbours of this machine do, which
 * comes and goes within seconds, is much the same for all servers of a lap; a run of JMH takes
 * seconds for each.
 */
public final class EchoTurns implements AutoCloseable {

  /**
   * Round trips with each server that make sure of compiled code. The last methods are compiled
   * after some 300,000; what is compiled after this number is too little to show in a median.
   */
  public static final int WARM_UP = 200_000;

  /** Round trips of a turn that are not measured: the caches are the last server's. */
  private static final int RUN_IN = 20;

  /** Round trips of a turn. */
  private static final int TRIPS = 200;

  private static final int BYTES = 64;

  private final List<ServerProcess> programs = new ArrayList<>();
  private final List<SocketChannel> sockets = new ArrayList<>();
  private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BYTES);
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(BYTES);

  /**
   * Starts the servers, connects to each, and warms up.
   *
   * @param warmUp round trips with each server before anything is measured, see {@link #WARM_UP}
   */
  public EchoTurns(List<String> peers, int warmUp) throws IOException {
    try {
      for (String peer : peers) {
        ServerProcess program = EchoProgram.start(peer);
        programs.add(program);
        SocketChannel socket =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), program.port()));
        sockets.add(socket);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      for (int trips = 0; trips < warmUp; trips += TRIPS) {
        for (SocketChannel socket : sockets) {
          roundTrips(socket, TRIPS);
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Measures.
   *
   * @return for each lap, nanoseconds of a round trip with each server, in the order of the peers
   */
  public List<double[]> run(double seconds) throws IOException {
    List<double[]> laps = new ArrayList<>();
    long began = System.nanoTime();
    long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    do {
      double[] lap = new double[sockets.size()];
      for (int i = 0; i < lap.length; i++) {
        // Another one begins each lap, so that none always comes behind the same one.
        int turn = (i + laps.size()) % lap.length;
        SocketChannel socket = sockets.get(turn);
        roundTrips(socket, RUN_IN);
        long turnBegan = System.nanoTime();
        roundTrips(socket, TRIPS);
        lap[turn] = (System.nanoTime() - turnBegan) / (double) TRIPS;
      }
      laps.add(lap);
    } while (System.nanoTime() - began < nanos);
    return laps;
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

  @Override
  public void close() throws IOException {
    for (SocketChannel socket : sockets) {
      socket.close();
    }
    for (ServerProcess program : programs) {
      program.close();
    }
  }

  private void roundTrips(SocketChannel socket, int trips) throws IOException {
    for (int i = 0; i < trips; i++) {
      outgoing.clear();
      socket.write(outgoing);
      incoming.clear();
      while (incoming.hasRemaining()) {
        if (socket.read(incoming) < 0) {
          throw new IOException("a server has closed the connection");
        }
      }
    }
  }
}
