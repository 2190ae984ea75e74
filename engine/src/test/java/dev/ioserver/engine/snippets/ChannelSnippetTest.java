package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChannelSnippetTest {

  private record Order(long id, int quantity) {}

  @Test
  void channel() throws Exception {
    // @start region="channel"
    Channel<Order> orders = Channels.mpsc(1024);
    Thread.ofVirtual()
        .start(
            () -> {
              orders.trySend(new Order(1, 100)); // false while it is full
              orders.close(); // what was sent before is received all the same
            });

    Order first = orders.receive(); // waits while it is empty
    // @end

    assertEquals(new Order(1, 100), first);
    assertThrows(ChannelClosedException.class, orders::receive);
  }

  @Test
  void waiting() throws Exception {
    Channel<Order> orders = Channels.spsc(2);
    Order order = new Order(2, 200);

    // @start region="waiting"
    orders.send(order); // waits for room
    boolean sent = orders.send(order, Duration.ofMillis(5)); // false if there is no room in time
    Order next = orders.receive(Duration.ofMillis(5)); // null if none comes in time
    // @end

    assertTrue(sent);
    assertEquals(order, next);
    assertEquals(order, orders.tryReceive());
    assertNull(orders.receive(Duration.ofMillis(5)));
  }

  @Test
  void ownMessages() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      // @start region="own-messages"
      record Cancel(long id) implements AppMessage {}

      Channel<Cancel> cancels = Channels.mpsc(1024);
      Select<Message> select = Select.of(listener, cancels);
      // @end

      assertEquals(2, select.size());
      cancels.send(new Cancel(3));
      assertEquals(new Cancel(3), select.receive());
      select.close();
    }
  }
}
