package dev.ioserver.bench.channel;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.api.Channel;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedTransferQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/** One way from any thread to one thread. */
abstract class Pipe implements AutoCloseable {

  private static final int CAPACITY = 1024;

  static Pipe of(String peer) throws IOException {
    return switch (peer) {
      case Peers.IOSERVER -> new OfChannel();
      case Peers.JOX -> new OfJox();
      case Peers.JCTOOLS -> new OfQueue(new MpscVarHandleArrayQueue<>(CAPACITY));
      case Peers.CONCURRENT_LINKED_QUEUE -> new OfQueue(new ConcurrentLinkedQueue<>());
      case Peers.ARRAY_BLOCKING_QUEUE -> new OfBlockingQueue(new ArrayBlockingQueue<>(CAPACITY));
      case Peers.LINKED_TRANSFER_QUEUE -> new OfBlockingQueue(new LinkedTransferQueue<>());
      case Peers.JAVA_NIO -> new OfSelector();
      default -> throw new IllegalArgumentException(peer + " hands nothing over");
    };
  }

  abstract void send(Object message) throws InterruptedException;

  /** Waits for the next message; queues that know no waiting are looked at again and again. */
  abstract Object receive() throws Exception;

  @Override
  public void close() throws IOException {
    // Memory alone, as a rule.
  }

  private static final class OfChannel extends Pipe {
    private final Channel<Object> channel = Channels.mpsc(CAPACITY);

    @Override
    void send(Object message) throws InterruptedException {
      channel.send(message);
    }

    @Override
    Object receive() throws InterruptedException {
      return channel.receive();
    }
  }

  private static final class OfJox extends Pipe {
    private final com.softwaremill.jox.Channel<Object> channel =
        com.softwaremill.jox.Channel.newBufferedChannel(CAPACITY);

    @Override
    void send(Object message) throws InterruptedException {
      channel.send(message);
    }

    @Override
    Object receive() throws InterruptedException {
      return channel.receive();
    }
  }

  private static final class OfQueue extends Pipe {
    private final Queue<Object> queue;

    OfQueue(Queue<Object> queue) {
      this.queue = queue;
    }

    @Override
    void send(Object message) {
      while (!queue.offer(message)) {
        Thread.onSpinWait();
      }
    }

    @Override
    Object receive() throws InterruptedException {
      while (true) {
        Object message = queue.poll();
        if (message != null) {
          return message;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Thread.onSpinWait();
      }
    }
  }

  private static final class OfBlockingQueue extends Pipe {
    private final BlockingQueue<Object> queue;

    OfBlockingQueue(BlockingQueue<Object> queue) {
      this.queue = queue;
    }

    @Override
    void send(Object message) throws InterruptedException {
      queue.put(message);
    }

    @Override
    Object receive() throws InterruptedException {
      return queue.take();
    }
  }

  /** What a thread that owns a java.nio selector has: a queue, and a wake-up for each message. */
  private static final class OfSelector extends Pipe {
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final Selector selector;

    OfSelector() throws IOException {
      selector = Selector.open();
    }

    @Override
    void send(Object message) {
      queue.offer(message);
      selector.wakeup();
    }

    @Override
    Object receive() throws IOException, InterruptedException {
      while (true) {
        Object message = queue.poll();
        if (message != null) {
          return message;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
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
