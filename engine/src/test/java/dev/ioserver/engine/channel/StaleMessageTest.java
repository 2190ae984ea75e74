package dev.ioserver.engine.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ioserver.engine.api.ChannelClosedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A message that does not hold any more when it is taken is nobody's: it must not end the wait for
 * the one behind it.
 */
@Timeout(30)
class StaleMessageTest {

  private static final String STALE = "stale";

  @Test
  void waitGoesOnBehindIt() throws Exception {
    Source source = new Source();
    Thread producer =
        Thread.ofPlatform()
            .start(
                () -> {
                  source.put(STALE);
                  source.awaitEmpty();
                  source.put("news");
                });
    assertEquals("news", source.receive(Duration.ofSeconds(20)));
    producer.join();
  }

  @Test
  void waitEndsInTimeAllTheSame() throws Exception {
    Source source = new Source();
    Thread producer = Thread.ofPlatform().start(() -> source.put(STALE));
    assertNull(source.receive(Duration.ofMillis(20)));
    producer.join();
  }

  @Test
  void oneThatIsThereBeforeTheWaitIsSkipped() throws Exception {
    Source source = new Source();
    source.put(STALE);
    source.put("news");
    assertEquals("news", source.receive(Duration.ofSeconds(20)));
    source.put(STALE);
    assertNull(source.tryReceive());
  }

  private static final class Source extends MessageSource<String> {

    Source() {
      super(new MpscUnboundedVarHandleArrayQueue<>(8));
    }

    void put(String message) {
      queue.offer(message);
      signal();
    }

    void awaitEmpty() {
      while (!queue.isEmpty()) {
        try {
          TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    @Override
    protected boolean isEnded() {
      return false;
    }

    @Override
    protected boolean afterTake(String message) {
      return !message.equals(STALE);
    }

    @Override
    protected ChannelClosedException closedException() {
      return new ChannelClosedException("never", null);
    }

    @Override
    public boolean tellsItsEnd() {
      return false;
    }
  }
}
