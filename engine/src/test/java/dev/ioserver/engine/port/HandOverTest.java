package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortMessage;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.port.FakeEngine.FakeEndpoint;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that the loop hands to the select that runs it, past the queue of its port. */
class HandOverTest extends PortFixture {

  private static final PortOptions FRAMED =
      PortOptions.defaults().framing(Framing.lengthPrefix(1, 100)).credit(PortOptions.UNLIMITED);

  private final List<String> got = new ArrayList<>();

  HandOverTest() throws SystemCallException {}

  @BeforeEach
  void bind() {
    engine.loop.bind();
  }

  @AfterEach
  void unbind() {
    engine.loop.unbind();
  }

  @Test
  void theFirstIsHandedOverTheOthersComeBehindIt() throws Exception {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    engine.onNextPoll(
        () -> {
          arrive("\1a\1b");
          assertEquals(1, port.queued(), "one of the two is handed over");
          arrive("\1c");
        });
    assertEquals("a", text(select.receive()));
    assertSame(port, select.source());
    assertEquals("b", text(select.receive()));
    assertEquals("c", text(select.receive()));
    assertNull(select.tryReceive());
  }

  @Test
  void ofSeveralPortsOneIsHandedOverAllAreReceivedInOrder() throws Exception {
    TcpPort first = connected(FRAMED);
    FakeEndpoint ofFirst = engine.endpoint();
    TcpPort second = connected(FRAMED);
    Select<Message> select = Select.of(first, second);
    engine.onNextPoll(
        () -> {
          arrive("\1x");
          arrive(ofFirst, "\1a\1b");
          arrive("\1y");
        });
    StringBuilder fromFirst = new StringBuilder();
    StringBuilder fromSecond = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      Object message = select.receive();
      (first.equals(select.source()) ? fromFirst : fromSecond).append(text(message));
    }
    assertEquals("ab", fromFirst.toString());
    assertEquals("xy", fromSecond.toString());
  }

  /** The select has not ended its turn with a port whose inbox is empty by now. */
  @Test
  void aTurnInHandDoesNotOvertake() {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    engine.onNextPoll(() -> arrive("\1a\1b"));
    assertEquals(1, select.poll(this::take, 1));
    assertEquals(1, select.poll(this::take, 1));
    engine.onNextPoll(() -> arrive("\1c\1d"));
    assertEquals(1, select.poll(this::take, 1));
    assertEquals(1, select.poll(this::take, 1));
    engine.onNextPoll(() -> arrive("\1e\1f"));
    assertEquals(2, select.poll(this::take, 2));
    assertEquals(List.of("a", "b", "c", "d", "e", "f"), got);
  }

  /** A port that has nothing is in the list of ready sources: something else about it changed. */
  @Test
  void anEntryInTheReadyListDoesNotOvertake() {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    engine.onNextPoll(
        () -> {
          port.changed();
          port.announce();
          arrive("\1a\1b");
        });
    assertEquals(2, select.poll(this::take, 10));
    assertEquals(List.of("a", "b"), got);
  }

  @Test
  void whatWaitsInTheReadyListIsNotOvertaken() {
    TcpPort first = connected(FRAMED);
    FakeEndpoint ofFirst = engine.endpoint();
    TcpPort second = connected(FRAMED);
    Select<Message> select = Select.of(first, second);
    arrive(ofFirst, "\1a");
    engine.onNextPoll(() -> arrive("\1x"));
    assertEquals(2, select.poll(this::take, 10));
    assertEquals(List.of("a", "x"), got);
  }

  @Test
  void whatIsLeftOfATurnIsNotOvertaken() {
    TcpPort first = connected(FRAMED);
    FakeEndpoint ofFirst = engine.endpoint();
    TcpPort second = connected(FRAMED);
    Select<Message> select = Select.of(first, second);
    arrive(ofFirst, "\1a\1b");
    assertEquals(1, select.poll(this::take, 1));
    engine.onNextPoll(() -> arrive("\1x"));
    assertEquals(2, select.poll(this::take, 10));
    assertEquals(List.of("a", "b", "x"), got);
  }

  /** Another thread goes on with a select that the loop's thread has run before. */
  @Test
  void aSelectOfAnotherThreadTakesNothing() throws Exception {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    Select<Message> moved = Select.of();
    assertNull(moved.tryReceive());
    engine.onNextPoll(
        () -> {
          arrive("\1a");
          assertEquals(0, port.queued());
          assertNull(CompletableFuture.supplyAsync(moved::tryReceive).join());
        });
    assertEquals("a", text(select.receive()));
  }

  @Test
  void whoTakesNothingIsHandedNothing() {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    engine.onNextPoll(() -> arrive("\1a"));
    assertEquals(0, select.poll(this::take, 0));
    assertEquals(List.of("a"), taken(port));
  }

  @Test
  void aPortOfAnotherSelectKeepsItsMessages() {
    TcpPort here = connected(FRAMED);
    FakeEndpoint ofHere = engine.endpoint();
    TcpPort there = connected(FRAMED);
    Select<Message> select = Select.of(here);
    Select<Message> other = Select.of(there);
    engine.onNextPoll(
        () -> {
          arrive("\1t");
          arrive(ofHere, "\1h");
        });
    assertEquals(1, select.poll(this::take, 10));
    assertEquals(List.of("h"), got);
    assertEquals(1, other.poll(this::take, 10));
    assertEquals(List.of("h", "t"), got);
    other.remove(there);
    engine.onNextPoll(() -> arrive("\1u"));
    assertEquals(0, select.poll(this::take, 10));
    assertEquals(List.of("u"), taken(there));
  }

  /** Who waits for one port runs the loop too, and looks into its queue alone. */
  @Test
  void whoWaitsForOnePortIsHandedNothing() throws Exception {
    TcpPort here = connected(FRAMED);
    FakeEndpoint ofHere = engine.endpoint();
    TcpPort there = connected(FRAMED);
    Select<Message> select = Select.of(here, there);
    engine.onNextPoll(
        () -> {
          arrive(ofHere, "\1h");
          arrive("\1t");
        });
    assertEquals("t", text(there.receive()));
    assertEquals("h", text(select.receive()));
  }

  @Test
  void whatTheHandlerThrowsLosesNothing() {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    engine.onNextPoll(() -> arrive("\1a\1b"));
    assertThrows(
        IllegalStateException.class,
        () ->
            select.poll(
                (source, message) -> {
                  take(source, message);
                  throw new IllegalStateException("handler");
                },
                10));
    assertEquals(1, select.poll(this::take, 10));
    assertEquals(List.of("a", "b"), got);
  }

  @Test
  void anInterruptLosesNothing() throws Exception {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    engine.onNextPoll(
        () -> {
          arrive("\1a");
          Thread.currentThread().interrupt();
        });
    assertEquals("a", text(select.receive()));
    assertTrue(Thread.interrupted(), "kept for the next wait");
  }

  /** The loop fails in the poll that has brought something. */
  @Test
  void aFailureLosesNothing() {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    engine.onNextPoll(
        () -> {
          arrive("\1a\1b");
          throw new SystemCallException(
              "epoll_wait", "", 9, "EBADF", "", SystemCallException.Kind.OTHER);
        });
    assertThrows(UncheckedIOException.class, select::receive);
    assertEquals(List.of("a", "b", "Failed", "Closed"), taken(port));
  }

  /** The wait ends with a mistake of the engine, and so does the loop. */
  @Test
  void anExceptionLosesNothing() {
    TcpPort port = connected(FRAMED);
    Select<Message> select = Select.of(port);
    engine.onNextPoll(
        () -> {
          arrive("\1a");
          throw new IllegalStateException("a bug");
        });
    assertThrows(IllegalStateException.class, select::receive);
    assertEquals(List.of("a", "Failed", "Closed"), taken(port));
  }

  @Test
  void theAnswerGoesOutBeforeTheNextTurn() {
    TcpPort first = connected(FRAMED);
    FakeEndpoint ofFirst = engine.endpoint();
    TcpPort second = connected(FRAMED);
    FakeEndpoint ofSecond = engine.endpoint();
    Select<Message> select = Select.of(first, second);
    engine.onNextPoll(
        () -> {
          arrive(ofFirst, "\1a");
          arrive(ofSecond, "\1x");
        });
    select.poll(
        (source, message) -> {
          assertEquals(second.equals(source) ? 1 : 0, ofFirst.flushes);
          assertTrue(first.trySend(ByteBuffer.wrap(ascii(text(message)))));
        },
        10);
    assertEquals(2, ofFirst.flushes);
    ofFirst.write();
    assertEquals("\1a\1x", ofFirst.written.toString(US_ASCII));
  }

  private void take(Object source, Object message) {
    assertSame(source, ((PortMessage) message).port());
    got.add(text(message));
  }

  private static String text(@Nullable Object message) {
    return text((Data) Objects.requireNonNull(message));
  }

  private static void arrive(FakeEndpoint endpoint, String text) {
    byte[] bytes = ascii(text);
    endpoint.arrive(bytes, 0, bytes.length);
  }
}
