package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Credit, frames, and the end of a port; what is about one side alone has a test of its own. */
class TcpPortTest extends PortFixture {

  TcpPortTest() throws SystemCallException {}

  @Test
  void creditIsUsedUpAndToldOnce() {
    TcpPort port = connected(PortOptions.defaults());
    assertFalse(engine.endpoint().receiving, "passive at first");
    port.active(2);
    engine.run();
    assertTrue(engine.endpoint().receiving);
    arrive("a");
    arrive("b");
    assertFalse(engine.endpoint().receiving);
    assertEquals(List.of("a", "b", "CreditUsed"), taken(port));
    port.pause();
    engine.run();
    assertEquals(List.of(), taken(port), "it was passive already");
    port.active(3).pause();
    engine.run();
    assertEquals(List.of("CreditUsed"), taken(port));
    port.activeUnlimited().active(1);
    engine.run();
    arrive("c");
    assertEquals(List.of("c", "CreditUsed"), taken(port), "counting begins at 0 after unlimited");
  }

  @Test
  void whatIsOverIsKeptForNewCredit() {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.lengthPrefix(1, 100)));
    port.active(1);
    engine.run();
    arrive("\1a\2bb\0\1c");
    assertEquals(List.of("a", "CreditUsed"), taken(port));
    assertFalse(engine.endpoint().receiving, "nothing is read while something is left");
    port.active(10);
    engine.run();
    assertEquals(List.of("bb", "", "c"), taken(port));
    assertTrue(engine.endpoint().receiving);
  }

  /** A counted credit that follows an unlimited one: the loop must hear of it. */
  @Test
  void aStalledPortGoesOnWhenItsCreditBecomesCounted() {
    TcpPort port = connected(PortOptions.defaults().inboxLimit(2));
    port.activeUnlimited();
    engine.run();
    arrive("a");
    arrive("b");
    assertFalse(engine.endpoint().receiving, "the inbox is full");
    port.active(5);
    assertEquals(List.of("a", "b"), taken(port));
    engine.run();
    assertTrue(engine.endpoint().receiving, "reading never went on");
  }

  @Test
  void anInboxOfOneStallsAndGoesOn() {
    TcpPort port = connected(PortOptions.defaults().inboxLimit(1));
    port.activeUnlimited();
    engine.run();
    for (String each : List.of("a", "b", "c")) {
      assertTrue(engine.endpoint().receiving);
      arrive(each);
      assertFalse(engine.endpoint().receiving);
      assertEquals(List.of(each), taken(port));
      engine.run();
    }
  }

  @Test
  void aStallThatFindsTheInboxEmptyIsNone() {
    TcpPort port = connected(PortOptions.defaults().inboxLimit(1));
    port.activeUnlimited();
    assertTrue(port.hasInboxRoom());
    port.put(new Writable(port));
    assertFalse(port.hasInboxRoom());
    assertInstanceOf(Writable.class, port.poll());
    assertTrue(port.hasInboxRoom());
  }

  private static byte[] frames(List<byte[]> messages, int prefix, ByteOrder order) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      for (int i = 0; i < prefix; i++) {
        int shift = 8 * (order == ByteOrder.BIG_ENDIAN ? prefix - 1 - i : i);
        stream.write(message.length >>> shift);
      }
      stream.writeBytes(message);
    }
    return stream.toByteArray();
  }

  @Test
  void framesSurviveAnySplitAndAnyCredit() {
    long seed = System.nanoTime();
    System.out.println("framesSurviveAnySplitAndAnyCredit: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      int prefix = List.of(1, 2, 4).get(random.nextInt(3));
      ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      List<byte[]> messages = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        byte[] message = new byte[random.nextInt(random.nextBoolean() ? 4 : 200)];
        random.nextBytes(message);
        messages.add(message);
      }
      TcpPort port =
          connected(
              PortOptions.defaults().framing(Framing.lengthPrefix(prefix, 255).withOrder(order)));
      List<byte[]> received = new ArrayList<>();
      byte[] stream = frames(messages, prefix, order);
      int at = 0;
      while (received.size() < messages.size()) {
        if (random.nextInt(4) == 0) {
          port.active(1 + random.nextInt(3));
          engine.run();
        }
        if (engine.endpoint().receiving && at < stream.length) {
          int to = Math.min(stream.length, at + 1 + random.nextInt(60));
          engine.endpoint().arrive(stream, at, to);
          at = to;
        }
        for (Message message = port.poll(); message != null; message = port.poll()) {
          if (message instanceof Data data) {
            byte[] bytes = new byte[data.length()];
            data.bytes().get(bytes);
            data.release();
            received.add(bytes);
          } else {
            assertInstanceOf(CreditUsed.class, message);
          }
        }
      }
      for (int i = 0; i < messages.size(); i++) {
        assertArrayEquals(messages.get(i), received.get(i), "seed " + seed);
      }
      port.abort();
      engine.run();
    }
  }

  @Test
  void aFrameThatIsTooLongEndsThePort() {
    TcpPort port = connected(PortOptions.defaults().framing(Framing.lengthPrefix(2, 10)));
    port.active(5);
    engine.run();
    arrive("\0\2ok\0\13eleven byte");
    assertEquals("ok", text((Data) port.poll()));
    assertTrue(port.trySend(ByteBuffer.wrap(ascii("\0\1y"))), "valid frames are still answered");
    assertInstanceOf(Failed.class, port.poll());
    assertThrows(ChannelClosedException.class, () -> port.trySend(ByteBuffer.allocate(1)));
    engine.run();
    // Nothing but Closed comes behind Failed, whatever is asked meanwhile.
    port.pause();
    engine.run();
    engine.endpoint().write();
    engine.endpoint().close(false);
    assertInstanceOf(Closed.class, port.poll());
    assertThrows(ChannelClosedException.class, port::tryReceive);
    assertEquals("\0\3\0\1y", engine.endpoint().written.toString(US_ASCII));
  }

  @Test
  void closeIsAskedForByTwoAtOnce() {
    TcpPort port = connected(PortOptions.defaults());
    port.trySend(ByteBuffer.wrap(ascii("unsent")));
    port.connection().ask(Connection.CLOSE);
    engine.run();
    port.connection().ask(Connection.CLOSE);
    engine.run();
    assertEquals(1, engine.endpoint().orderlyCloses);
    engine.endpoint().write();
    engine.endpoint().close(false);
    assertEquals(List.of("Closed"), taken(port));
    assertEquals("unsent", engine.endpoint().written.toString(US_ASCII));
  }

  @Test
  void whatIsHeldWhenThePortEndsIsGivenBack() throws InterruptedException {
    TcpPort port = connected(PortOptions.defaults());
    ask(port, 10);
    arrive("abc");
    assertTrue(port.passive().pending().withdraw());
    engine.run();
    Thread other =
        Thread.ofPlatform().start(() -> port.trySend(ByteBuffer.wrap(new byte[100_000])));
    other.join();
    port.trySend(ByteBuffer.wrap(new byte[10]));
    engine.endpoint().close(true);
    assertInstanceOf(Closed.class, port.poll());
    assertTrue(port.isDone());
  }

  /** Descriptors run out, accepting rests, and is paused when the rest is over. */
  @Test
  void aListenerThatRestedWithoutCreditAcceptsAgain() throws Exception {
    TcpListener listener =
        new TcpListener(engine.loop, ListenOptions.defaults(), () -> engine.loop, _ -> {});
    listener.open(FakeEngine.ADDRESS);
    var endpoint = engine.acceptor();
    assertTrue(endpoint.accepting);
    endpoint.accepting = false;
    endpoint.handler.onAcceptFailed(
        new SystemCallException(
            "accept", "", 24, "EMFILE", "", SystemCallException.Kind.TOO_MANY_DESCRIPTORS));
    assertInstanceOf(Failed.class, listener.poll());
    listener.active(0);
    engine.run();
    assertFalse(endpoint.accepting, "it rests");
    Thread.sleep(50);
    engine.run();
    assertFalse(endpoint.accepting, "there is no credit");
    listener.active(1);
    engine.run();
    assertTrue(endpoint.accepting, "it never accepts again");
  }
}
