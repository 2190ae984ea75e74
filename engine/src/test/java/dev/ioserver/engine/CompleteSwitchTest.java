package dev.ioserver.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Handshaken;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.ListenerMessage;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.PortMessage;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.TimerMessage;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.engine.api.WatchMessage;
import dev.ioserver.engine.api.Writable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The switches over what a select gives need no default: that this compiles is the test. */
class CompleteSwitchTest {

  private record Order(long id) implements AppMessage {}

  @Test
  void aSwitchOverAllMessagesIsComplete() throws Exception {
    Channel<Order> orders = Channels.mpsc(4);
    try (Select<Message> select = Select.of(orders)) {
      orders.send(new Order(7));
      orders.close();
      assertEquals("own", every(select.receive()));
      assertEquals("closed", every(select.receive()));
    }
  }

  @Test
  void aSwitchByKindsOfSourcesIsComplete() {
    assertEquals("order 7", byKind(new Order(7)));
  }

  @Test
  void whatIsNoMessageFitsIntoASelectOfAnything() throws Exception {
    Channel<String> words = Channels.spscUnbounded();
    Channel<List<Integer>> lists = Channels.mpsc(1);
    try (Select<Object> select = Select.ofAny(words, lists)) {
      words.send("word");
      assertEquals("word", select.receive());
      lists.send(List.of(1));
      assertEquals(List.of(1), select.receive());
    }
  }

  private static String every(Message message) {
    return switch (message) {
      case Accepted _ -> "accepted";
      case Connected _ -> "connected";
      case Data _ -> "data";
      case CreditUsed _ -> "credit used";
      case Writable _ -> "writable";
      case PeerClosed _ -> "peer closed";
      case Idle _ -> "idle";
      case ShuttingDown _ -> "shutting down";
      case Handshaken _ -> "handshaken";
      case Datagram _ -> "datagram";
      case Undelivered _ -> "undelivered";
      case DatagramMessage.CreditUsed _ -> "credit for datagrams used";
      case DatagramMessage.Writable _ -> "writable for datagrams";
      case Expired _ -> "expired";
      case Ready _ -> "ready";
      case Failed _ -> "failed";
      case Closed _ -> "closed";
      case AppMessage _ -> "own";
    };
  }

  private static String byKind(Message message) {
    return switch (message) {
      case PortMessage fromPort -> fromPort.port().toString();
      case DatagramMessage fromPort -> fromPort.port().toString();
      case ListenerMessage fromListener -> fromListener.listener().toString();
      case TimerMessage fromTimer -> fromTimer.timer().toString();
      case WatchMessage fromWatch -> fromWatch.watch().toString();
      case Failed(var source, var cause) -> source + " " + cause;
      case Closed(var source, long dropped) -> source + " " + dropped;
      case Order(long id) -> "order " + id;
      case AppMessage other -> other.toString();
    };
  }
}
