package dev.ioserver.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.spi.DescriptorSockets;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketDescriptorTest {

  private final AtomicInteger closes = new AtomicInteger();
  private final AtomicBoolean used = new AtomicBoolean();
  private final AtomicInteger users = new AtomicInteger();

  /** Counts what is closed, and sees whether it is used meanwhile. */
  private final DescriptorSockets sockets =
      (DescriptorSockets)
          Proxy.newProxyInstance(
              DescriptorSockets.class.getClassLoader(),
              new Class<?>[] {DescriptorSockets.class},
              (proxy, method, arguments) -> {
                assertEquals("close", method.getName());
                closes.incrementAndGet();
                if (users.get() > 0) {
                  used.set(true);
                }
                return 0;
              });

  @Test
  void isClosedOnce() {
    SocketDescriptor descriptor = new SocketDescriptor(7);
    assertTrue(descriptor.isOpen());
    assertEquals(0, descriptor.close(sockets));
    assertEquals(0, descriptor.close(sockets));
    assertEquals(1, closes.get());
    assertFalse(descriptor.isOpen());
    assertFalse(descriptor.enter());
  }

  @Test
  void isClosedByWhoLeavesLast() {
    SocketDescriptor descriptor = new SocketDescriptor(7);
    assertTrue(descriptor.enter());
    assertTrue(descriptor.enter());
    descriptor.close(sockets);
    assertFalse(descriptor.isOpen());
    descriptor.leave(sockets);
    assertEquals(0, closes.get());
    descriptor.leave(sockets);
    assertEquals(1, closes.get());
  }

  @Test
  void isNotClosedUnderItsUsers() throws Exception {
    int rounds = Boolean.getBoolean("ioserver.stress") ? 100_000 : 300;
    for (int round = 1; round <= rounds; round++) {
      SocketDescriptor descriptor = new SocketDescriptor(7);
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      awaitQuietly(start);
                      while (descriptor.enter()) {
                        users.incrementAndGet();
                        users.decrementAndGet();
                        descriptor.leave(sockets);
                        Thread.yield();
                      }
                    }));
      }
      start.countDown();
      Thread.yield();
      descriptor.close(sockets);
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(round, closes.get());
      assertFalse(used.get(), "closed while it was used");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
