package dev.ioserver.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.SelectorCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The system calls that do not happen. */
@Timeout(120)
@ExtendWith({ServedHere.class, NoLeaks.class})
class EventLoopCountersTest {

  private final Connections connections = new Connections(1);
  private final EventLoop loop = connections.group().next();

  @AfterEach
  void close() {
    connections.close();
  }

  private SelectorCounters counters() {
    return connections.factory().counters().getFirst();
  }

  /** Waits until the loop has announced that it blocks. */
  private void awaitParked(long parksBefore) {
    while (counters().parks() <= parksBefore) {
      Thread.onSpinWait();
    }
  }

  @Test
  void tasksForALoopThatIsAwakeWriteNothing() throws Exception {
    int tasks = 1_000;
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(tasks);
    loop.execute(
        () -> {
          busy.countDown();
          awaitQuietly(asked);
        });
    busy.await();
    long written = counters().wakesWritten();
    for (int i = 0; i < tasks; i++) {
      loop.execute(done::countDown);
    }
    assertEquals(written, counters().wakesWritten());
    asked.countDown();
    done.await();
  }

  /** Of those that find the loop blocked, one writes. */
  @Test
  void tasksForALoopThatBlocksWriteAtMostOncePerBlock() throws Exception {
    for (int round = 0; round < 500; round++) {
      int threads = 4;
      CountDownLatch start = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(threads);
      for (int t = 0; t < threads; t++) {
        Thread.ofVirtual()
            .start(
                () -> {
                  awaitQuietly(start);
                  loop.execute(done::countDown);
                });
      }
      start.countDown();
      done.await();
      SelectorCounters now = counters();
      assertTrue(
          now.wakesWritten() <= now.parks(),
          now.wakesWritten() + " wakes written for " + now.parks() + " blocks");
    }
    assertTrue(counters().wakesWritten() > 0, "the loop has never blocked");
  }

  @Test
  void autoReadTurnedOffAndOnTellsTheKernelNothing() throws Exception {
    Received received = new Received();
    Channel listener =
        connections.server(() -> received).bind(Connections.loopback()).sync().channel();
    Channel client = connect(listener, new Received());
    Channel accepted = connections.accepted();
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1})).sync();
    assertArrayEquals(new byte[] {1}, received.bytes(1));

    // The registrations themselves are told before the wait.
    loop.submit(() -> {}).sync();
    awaitParked(counters().parks() - 1);
    loop.submit(() -> {}).sync();
    long applied = counters().changesApplied();
    AtomicInteger toggles = new AtomicInteger();
    for (int i = 0; i < 1_000; i++) {
      loop.submit(
              () -> {
                accepted.config().setAutoRead(false);
                toggles.incrementAndGet();
              })
          .sync();
      loop.submit(
              () -> {
                accepted.config().setAutoRead(true);
                toggles.incrementAndGet();
              })
          .sync();
    }
    assertEquals(2_000, toggles.get());
    assertEquals(applied, counters().changesApplied());

    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {2, 3})).sync();
    assertArrayEquals(new byte[] {2, 3}, received.bytes(2));
  }

  @Test
  void whatComesWhileNobodyReadsStaysInTheSocket() throws Exception {
    Received received = new Received();
    Channel listener =
        connections.server(() -> received).bind(Connections.loopback()).sync().channel();
    Channel client = connect(listener, new Received());
    Channel accepted = connections.accepted();
    loop.submit(() -> accepted.config().setAutoRead(false)).sync();
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1, 2})).sync();
    for (int i = 0; i < 100; i++) {
      loop.submit(() -> {}).sync();
    }
    assertTrue(received.isEmpty());
    accepted.read();
    assertArrayEquals(new byte[] {1, 2}, received.bytes(2));
  }

  /** Whoever has much to read does not keep the loop from the others. */
  @Test
  void kernelIsLookedAtBetweenTheTurnsOfAReader() throws Exception {
    int total = 100_000;
    AtomicInteger read = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    AtomicInteger turnsInARow = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    Channel listener =
        connections
            .server(
                () ->
                    new ChannelInboundHandlerAdapter() {
                      private long pollsBefore;

                      @Override
                      public void channelRead(ChannelHandlerContext context, Object message) {
                        read.addAndGet(((ByteBuf) message).readableBytes());
                        ReferenceCountUtil.release(message);
                      }

                      @Override
                      public void channelReadComplete(ChannelHandlerContext context) {
                        long polls = counters().polls();
                        if (polls == pollsBefore) {
                          turnsInARow.incrementAndGet();
                        }
                        pollsBefore = polls;
                        turns.incrementAndGet();
                        if (read.get() == total) {
                          done.countDown();
                        }
                      }
                    })
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(100).maxMessagesPerRead(1))
            .bind(Connections.loopback())
            .sync()
            .channel();
    Channel client = connect(listener, new Received());
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[total])).sync();
    done.await();
    assertTrue(turns.get() >= total / 100, turns + " turns");
    assertEquals(0, turnsInARow.get());
  }

  private Channel connect(Channel listener, Received received) throws InterruptedException {
    return connections.client(received).connect(listener.localAddress()).sync().channel();
  }

  /** An echo is a wait, a read and a write; nothing else is told the kernel. */
  @Test
  void echoesTellTheKernelOfNoChange() throws Exception {
    Received received = new Received();
    Channel listener = connections.server(Echo::new).bind(Connections.loopback()).sync().channel();
    Channel client = connect(listener, received);
    connections.accepted();
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {0})).sync();
    received.bytes(1);
    long applied = counters().changesApplied();
    for (int i = 1; i <= 1_000; i++) {
      client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {(byte) i}));
      assertArrayEquals(new byte[] {(byte) i}, received.bytes(1));
    }
    assertEquals(applied, counters().changesApplied());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
