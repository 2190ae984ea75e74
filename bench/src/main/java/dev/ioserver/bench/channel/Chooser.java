package dev.ioserver.bench.channel;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Channel;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/** Several sources, and one thread that takes from whichever has something. */
abstract class Chooser implements AutoCloseable {

  private static final int CAPACITY = 64;

  static Chooser of(String peer, int sources) throws IOException {
    return switch (peer) {
      case Peers.IOSERVER -> new OfSelect(sources);
      case Peers.JOX -> new OfJox(sources);
      case Peers.JCTOOLS -> new OfQueues(sources);
      case Peers.JAVA_NIO -> new OfSelector();
      default -> throw new IllegalArgumentException(peer + " cannot choose");
    };
  }

  abstract void send(int source, Object message) throws InterruptedException;

  /** Takes a message from any source. */
  abstract Object receive() throws Exception;

  @Override
  public void close() throws IOException {
    // Memory alone, as a rule.
  }

  private static final class OfSelect extends Chooser {
    private final List<Channel<Object>> channels = new ArrayList<>();
    private final Select<Object> select = Select.ofAny();

    OfSelect(int sources) {
      for (int i = 0; i < sources; i++) {
        channels.add(Channels.mpsc(CAPACITY));
        select.add(channels.get(i));
      }
    }

    @Override
    void send(int source, Object message) {
      channels.get(source).trySend(message);
    }

    @Override
    Object receive() throws InterruptedException {
      return select.receive();
    }
  }

  private static final class OfJox extends Chooser {
    private final List<com.softwaremill.jox.Channel<Object>> channels = new ArrayList<>();
    private final com.softwaremill.jox.SelectClause<?>[] clauses;

    OfJox(int sources) {
      clauses = new com.softwaremill.jox.SelectClause<?>[sources];
      for (int i = 0; i < sources; i++) {
        channels.add(com.softwaremill.jox.Channel.newBufferedChannel(CAPACITY));
        clauses[i] = channels.get(i).receiveClause();
      }
    }

    @Override
    void send(int source, Object message) throws InterruptedException {
      channels.get(source).send(message);
    }

    @Override
    Object receive() throws InterruptedException {
      return com.softwaremill.jox.Select.select(clauses);
    }
  }

  /** Queues that are looked at one after another: no waiting, no fairness, nothing but memory. */
  private static final class OfQueues extends Chooser {
    private final List<Queue<Object>> queues = new ArrayList<>();

    OfQueues(int sources) {
      for (int i = 0; i < sources; i++) {
        queues.add(new MpscVarHandleArrayQueue<>(CAPACITY));
      }
    }

    @Override
    void send(int source, Object message) {
      queues.get(source).offer(message);
    }

    @Override
    Object receive() {
      while (true) {
        for (int i = 0; i < queues.size(); i++) {
          Object message = queues.get(i).poll();
          if (message != null) {
            return message;
          }
        }
        Thread.onSpinWait();
      }
    }
  }

  /** One queue for all, and a selector that is woken: what an event loop on java.nio does. */
  private static final class OfSelector extends Chooser {
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final Selector selector;

    OfSelector() throws IOException {
      selector = Selector.open();
    }

    @Override
    void send(int source, Object message) {
      queue.offer(message);
      selector.wakeup();
    }

    @Override
    Object receive() throws IOException {
      while (true) {
        Object message = queue.poll();
        if (message != null) {
          return message;
        }
        selector.select();
      }
    }

    @Override
    public void close() throws IOException {
      selector.close();
    }
  }
}
