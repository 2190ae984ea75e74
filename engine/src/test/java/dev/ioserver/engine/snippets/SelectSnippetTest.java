package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.Writable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SelectSnippetTest {

  private final CompletableFuture<Long> executed = new CompletableFuture<>();
  private boolean running = true;

  // @start region="select"
  record Order(long id) implements AppMessage {}

  /** Sockets, and orders of other threads, in one place. */
  void serve(Listener listener, Channel<Order> orders) throws InterruptedException {
    try (Select<Message> select = Select.of(listener, orders)) {
      while (running) {
        switch (select.receive()) {
          case Accepted accepted -> select.add(accepted.port().active(16));
          case Data data -> {
            answer(data.port(), data.bytes());
            data.release();
          }
          case CreditUsed used -> used.port().active(16);
          case PeerClosed end -> end.port().close();
          case ShuttingDown last -> last.port().close();
          case Failed failed -> log(failed.cause());
          case Order order -> execute(order);
          case Connected _, Handshaken _, Writable _, Idle _, Expired _, Ready _, Closed _ -> {}
          case DatagramMessage _, AppMessage _ -> {}
        }
      }
    }
  }

  // @end

  private static void answer(Port port, ByteBuffer question) throws InterruptedException {
    port.send(ByteBuffer.allocate(8).putLong(question.getLong() + 1).flip());
  }

  private static void log(Exception cause) {
    throw new AssertionError(cause);
  }

  /** An order below 0 is the last one. */
  private void execute(Order order) {
    if (order.id() < 0) {
      running = false;
    } else {
      executed.complete(order.id());
    }
  }

  @Test
  void select() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      Channel<Order> orders = Channels.mpsc(1024);
      FutureTask<Void> server =
          new FutureTask<>(
              () -> {
                serve(listener, orders);
                return null;
              });
      Thread.ofVirtual().start(server);
      orders.send(new Order(7));
      assertEquals(7, executed.get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      try (Socket client = new Socket()) {
        client.connect(listener.localAddress());
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        // More than the credit that is given at first.
        for (int i = 0; i < 40; i++) {
          out.writeLong(i);
          assertEquals(i + 1, in.readLong());
        }
        client.shutdownOutput();
        assertEquals(-1, in.read(), "closed at the other end too");
      }
      orders.send(new Order(-1));
      server.get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
