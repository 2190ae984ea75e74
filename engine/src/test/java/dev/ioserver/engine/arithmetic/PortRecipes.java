package dev.ioserver.engine.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramCounters;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Watch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;

/** Ports, datagram ports and watches. */
final class PortRecipes {

  private final RunningEngine running;
  private final IoServer threads;
  private final Port port;
  private final Port peer;
  private final Listener listener;

  PortRecipes(RunningEngine running) {
    this.running = running;
    threads = running.threads;
    port = running.port;
    peer = running.peer;
    listener = running.listener;
  }

  void addPorts(RecipeBook all) throws Exception {
    Duration none = Duration.ZERO;
    all.add("Port.active(int)", Recipe.of(peer, 1).then((_, _) -> peer.pause()));
    all.add("Listener.active(int)", Recipe.of(listener, 1));
    all.add("Port.awaitConnected(Duration)", Recipe.of(port, none));
    Port other = running.connected(PortOptions.defaults());
    running.accepted();
    all.add("Port.read(int, Duration)", Recipe.of(other, 1, none).waits());
    all.add(
        "Port.trySend(ByteBuffer[], int, int)",
        Recipe.of(port, new ByteBuffer[] {ByteBuffer.allocate(0)}, 0, 1));
  }

  void addDatagrams(RecipeBook all) throws Exception {
    Duration none = Duration.ZERO;
    DatagramOptions options = DatagramOptions.defaults();
    all.add("DatagramOptions.closeTimeout(Duration)", Recipe.of(options, none).then(this::binds));
    all.add("DatagramOptions.credit(int)", Recipe.of(options, 0).then(this::binds));
    all.add("DatagramOptions.inboxLimit(int)", Recipe.of(options, 1).then(this::binds));
    all.add("DatagramOptions.inboxBytes(long)", Recipe.of(options, 1L).then(this::binds));
    all.add("DatagramOptions.maxDatagram(int)", Recipe.of(options, 1).then(this::binds));
    all.add("DatagramOptions.watermarks(int, int)", Recipe.of(options, 1, 2).then(this::binds));
    DatagramPort udp = threads.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    all.add("DatagramPort.active(int)", Recipe.of(udp, 1).then((_, _) -> udp.pause()));
    all.add(
        "DatagramPort.send(ByteBuffer, SocketAddress, Duration)",
        Recipe.of(udp, ByteBuffer.allocate(1), udp.localAddress(), none)
            .then((sent, _) -> assertEquals(true, sent)));
    var cause = new SystemCallException("", "", 0, "", "", SystemCallException.Kind.OTHER);
    all.add(
        "Undelivered.new(DatagramPort, SystemCallException, SocketAddress, int, long)",
        Recipe.of(null, udp, cause, udp.localAddress(), 1, 1L));
    all.addCarrier(DatagramCounters.class);
  }

  void addWatches(RecipeBook all) throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
    all.add("IoServer.watch(long, int)", Recipe.of(threads, 0L, Interest.READ));
    all.add(
        "IoServer.watch(SelectableChannel, int)",
        Recipe.of(threads, pipe.source(), Interest.READ).then((made, _) -> ends((Watch) made)));
    Watch watch = threads.watch(pipe.sink(), Interest.NONE);
    all.add("Watch.interest(int)", Recipe.of(watch, Interest.NONE));
    all.add("Ready.new(Watch, int)", Recipe.of(null, watch, Interest.READ));
    all.add("PeerCredentials.new(long, long, long)", Recipe.of(null, 1L, 1L, 1L));
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
}
