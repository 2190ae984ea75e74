package dev.ioserver.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.NioHandles;
import java.io.IOException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NioDescriptorsTest {

  @Test
  void aReusedIndexIsAnotherDescriptor() throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      long first = NioDescriptors.register(channel);
      assertTrue(first > 0);
      assertSame(channel, NioDescriptors.get(first).channel());
      assertTrue(NioDescriptors.release(first));
      assertFalse(NioDescriptors.release(first));
      assertNull(NioDescriptors.get(first));
      long second = NioDescriptors.register(channel);
      assertNotEquals(first, second);
      assertEquals((int) first, (int) second);
      assertNull(NioDescriptors.get(first));
      assertTrue(NioDescriptors.release(second));
    }
  }

  @Test
  void whatWasNeverGivenIsNothing() {
    for (long id : new long[] {0, 3, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32 | 0x7fff_ffff}) {
      assertNull(NioDescriptors.get(id));
      assertFalse(NioDescriptors.release(id));
    }
  }

  @Test
  void handlesNeedNonBlockingChannels() throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      assertThrows(IllegalBlockingModeException.class, () -> NioHandles.of(channel));
      channel.configureBlocking(false);
      long handle = NioHandles.of(channel);
      assertNotNull(NioDescriptors.get(handle));
      NioHandles.release(handle);
      NioHandles.release(handle);
      assertNull(NioDescriptors.get(handle));
      assertTrue(channel.isOpen());
    }
  }

  @Test
  void threadsRegisterAndReleaseWhileTheTableGrows() throws Exception {
    int before = NioDescriptors.size();
    try (SocketChannel channel = SocketChannel.open();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Void> work =
          () -> {
            List<Long> mine = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
              mine.add(NioDescriptors.register(channel));
              assertNotNull(NioDescriptors.get(mine.getLast()));
              if (i % 3 == 0) {
                assertTrue(NioDescriptors.release(mine.removeFirst()));
              }
            }
            for (long id : mine) {
              assertNotNull(NioDescriptors.get(id));
              assertTrue(NioDescriptors.release(id));
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(List.of(work, work, work, work))) {
        done.get();
      }
    }
    assertEquals(before, NioDescriptors.size());
  }
}
