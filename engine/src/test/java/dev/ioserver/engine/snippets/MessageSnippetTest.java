package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.api.Watch;
import dev.ioserver.engine.api.Writable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MessageSnippetTest {

  private static final Set<String> ALL =
      Set.of("answered", "connected", "expired", "failed", "closed", "own", "credit used");

  private record Word(String text) implements AppMessage {}

  private final Set<String> seen = new TreeSet<>();

  // @start region="switch"
  void next(Select<Message> select) throws InterruptedException {
    switch (select.receive()) {
      case Accepted accepted -> select.add(accepted.port().active(16));
      case Data data -> answer(data); // which releases it
      case CreditUsed used -> onCreditUsed(used.port()); // which gives more
      case PeerClosed end -> end.port().close();
      case ShuttingDown last -> last.port().close();
      case Connected connected -> greet(connected.port());
      case Writable writable -> goOn(writable.port());
      case Handshaken _ -> {} // where the options name a layer, such as TLS
      case Idle idle -> signOfLife(idle.port()); // where the options ask for it
      case DatagramMessage datagram -> onDatagram(datagram); // of four kinds
      case Expired expired -> onTick(expired.timer());
      case Ready ready -> onReady(ready.watch());
      case Failed failed -> log(failed.source(), failed.cause());
      case Closed closed -> forget(closed.source());
      case AppMessage own -> handle(own); // from the application's channels
    }
  }

  // @end

  /** Nobody sends one here. */
  private static void onDatagram(DatagramMessage message) {
    throw new AssertionError("from nowhere: " + message);
  }

  /** A greeting is answered by a byte, and that by nothing. */
  private void answer(Data data) throws InterruptedException {
    if (data.length() > 1) {
      data.port().send(ByteBuffer.wrap(new byte[] {4}));
    }
    data.release();
    seen.add("answered");
  }

  private void onCreditUsed(Port port) {
    port.active(1);
    seen.add("credit used");
  }

  private void greet(Port port) throws InterruptedException {
    port.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    port.active(1);
    seen.add("connected");
  }

  private static void goOn(Port port) {
    throw new AssertionError("nothing was refused by " + port);
  }

  private void onTick(Timer timer) {
    timer.cancel();
    seen.add("expired");
  }

  private static void signOfLife(Port port) {
    throw new AssertionError("the options do not ask for it: " + port);
  }

  private static void onReady(Watch watch) {
    throw new AssertionError("nothing is watched: " + watch);
  }

  private void log(Receiver<?> source, Exception cause) {
    assertTrue(source instanceof Port, () -> source + " failed: " + cause);
    seen.add("failed");
  }

  private void forget(Receiver<?> source) {
    assertTrue(source.isDone());
    seen.add("closed");
  }

  private void handle(AppMessage message) {
    assertEquals(new Word("own"), message);
    seen.add("own");
  }

  @Test
  void aSwitchOverAllMessages() throws Exception {
    try (IoServer io = IoServer.open()) {
      Listener listener = io.listen(Loopback.anyPort());
      Channel<Word> words = Channels.mpsc(4);
      words.send(new Word("own"));
      Select<Message> select = Select.of(listener, words);
      Port good = io.connect(listener.localAddress());
      Port refused = io.connect(nobody());
      Timer timer = io.timer(Duration.ofMillis(50));
      select.add(good).add(refused).add(timer);
      while (!seen.containsAll(ALL)) {
        next(select);
      }
      select.close();
    }
  }

  /** An address where somebody has listened. */
  private static SocketAddress nobody() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }
}
