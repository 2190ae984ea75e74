package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.NioHandles;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.Registry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IoSelectorSnippetTest {

  private volatile boolean running = true;

  /** Reads a pipe, and ends the selecting when that has ended. */
  private final class Session {
    private final Pipe.SourceChannel source;
    private final StringBuilder read = new StringBuilder();

    Session(Pipe.SourceChannel source) {
      this.source = source;
    }

    void onReady(int ready) {
      assertTrue((ready & Interest.READ) != 0, "ready: " + ready);
      ByteBuffer buffer = ByteBuffer.allocate(64);
      try {
        running = source.read(buffer) >= 0;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        read.append((char) buffer.get());
      }
    }
  }

  // @start region="select"
  /** Waits for a descriptor, on the calling thread. */
  void run(IoSelector selector, long descriptor, Session session) throws IOException {
    long token = selector.registry().register(descriptor, Interest.READ, session);
    while (running) {
      selector.select(
          (_, attachment, ready) -> {
            if (attachment instanceof Session waiting) {
              waiting.onReady(ready);
            }
          },
          Duration.ofSeconds(1));
    }
    selector.deregisterNow(token); // from here on the descriptor may be closed
  }

  // @end

  // @start region="registry"
  /** Pauses a registration; any thread. No system call, unless the selector is blocked. */
  static void pause(Registry registry, long token) {
    registry.interest(token, Interest.NONE);
  }

  // @end

  @Test
  void select() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    long descriptor = NioHandles.of(pipe.source());
    try (IoSelector selector = IoSelector.open(SelectorOptions.defaults().engine("nio"))) {
      Session session = new Session(pipe.source());
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Pipe.SinkChannel sink = pipe.sink()) {
                      for (String word : new String[] {"one ", "two ", "three"}) {
                        sink.write(ByteBuffer.wrap(word.getBytes()));
                        Thread.sleep(20);
                      }
                    } catch (IOException | InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      run(selector, descriptor, session);
      writer.join();
      assertEquals("one two three", session.read.toString());
    } finally {
      NioHandles.release(descriptor);
      pipe.source().close();
    }
  }

  @Test
  void registry() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    long descriptor = NioHandles.of(pipe.source());
    try (IoSelector selector = IoSelector.open(SelectorOptions.defaults().engine("nio"));
        Pipe.SinkChannel sink = pipe.sink()) {
      long token = selector.registry().register(descriptor, Interest.READ, null);
      sink.write(ByteBuffer.wrap(new byte[] {1}));
      assertEquals(1, selector.select((_, _, _) -> {}, Loopback.PATIENCE));
      Thread.ofPlatform().start(() -> pause(selector.registry(), token)).join();
      assertEquals(0, selector.select((_, _, _) -> {}, Duration.ofMillis(20)));
      selector.deregisterNow(token);
    } finally {
      NioHandles.release(descriptor);
      pipe.source().close();
    }
  }
}
