package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.loop.InboxBudget;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits to be received is bounded in bytes, of a port and of a loop. */
class InboxBytesTest extends PortFixture {

  private static final int LOOP = 1 << 20;
  private static final int PART = 16 << 10;

  InboxBytesTest() throws SystemCallException {
    super(IoServerOptions.defaults().inboxBytes(LOOP));
  }

  @Test
  void readingStopsAtTheLimitAndGoesOnAtHalfOfIt() {
    stopsAndGoesOn(PortOptions.UNLIMITED);
  }

  @Test
  void creditBoundsMessagesAndNotTheirMemory() {
    stopsAndGoesOn(1_000);
  }

  private void stopsAndGoesOn(int credit) {
    TcpPort port = connected(PortOptions.defaults().credit(credit).inboxBytes(4 * PART));
    FakeEngine.FakeEndpoint end = engine.endpoint();
    for (int i = 0; i < 4; i++) {
      assertTrue(end.receiving, "stopped after " + i);
      end.arrive(new byte[PART], 0, PART);
    }
    assertFalse(end.receiving);
    release(port);
    engine.run();
    assertFalse(end.receiving, "more than half waits");
    release(port);
    engine.run();
    assertTrue(end.receiving);
    release(port);
    release(port);
    assertNull(port.poll());
  }

  /** A stream that has failed reads without being asked, to find out what came before that. */
  @Test
  void whatIsReadWithoutRoomInTheLoopIsKept() throws InterruptedException {
    PortOptions options = PortOptions.defaults().credit(PortOptions.UNLIMITED).inboxBytes(8 << 20);
    TcpPort port = connected(options);
    FakeEngine.FakeEndpoint end = engine.endpoint();
    int parts = fill(end);
    assertFalse(port.connection().keepsBytes());
    end.arrive(new byte[PART], 0, PART);
    assertTrue(port.connection().keepsBytes(), "the stream would read on");
    long waiting = port.waiting();
    port.activeUnlimited();
    engine.run();
    assertEquals(waiting, port.waiting(), "delivered, although the loop has no room");
    for (int i = 0; i < parts; i++) {
      release(port);
    }
    awaitReceiving(end);
    assertFalse(port.connection().keepsBytes());
    release(port);
    assertNull(port.poll());
  }

  @Test
  void aMessageLongerThanTheLimitPassesAlone() {
    TcpPort port =
        connected(
            PortOptions.defaults()
                .framing(Framing.lengthPrefix(2, 10_000))
                .credit(PortOptions.UNLIMITED)
                .inboxBytes(1));
    byte[] two = new byte[2 * 5_002];
    two[0] = two[5_002] = (byte) (5_000 >> 8);
    two[1] = two[5_003] = (byte) 5_000;
    engine.endpoint().arrive(two, 0, two.length);
    assertEquals(1, port.queued(), "both were delivered");
    assertFalse(engine.endpoint().receiving);
    release(port);
    engine.run();
    release(port);
    engine.run();
    assertTrue(engine.endpoint().receiving);
    assertNull(port.poll());
  }

  /** Short messages count with the least memory that they can keep. */
  @Test
  void shortMessagesCountWithWhatTheyKeep() {
    TcpPort port = connected(PortOptions.defaults().credit(1_000).inboxBytes(10 << 10));
    for (int i = 0; i < 10; i++) {
      assertTrue(engine.endpoint().receiving, "stopped after " + i);
      arrive("x");
    }
    assertFalse(engine.endpoint().receiving);
    assertEquals(10, taken(port).size());
    engine.run();
    assertTrue(engine.endpoint().receiving);
  }

  @Test
  void whoTakesGoesOnWhileOthersHoard() throws InterruptedException {
    PortOptions options = PortOptions.defaults().credit(PortOptions.UNLIMITED).inboxBytes(8 << 20);
    TcpPort hoard = connected(options);
    FakeEngine.FakeEndpoint hoardEnd = engine.endpoint();
    int parts = fill(hoardEnd);
    assertTrue(parts * (long) PART >= LOOP && parts * (long) PART <= LOOP + LOOP / 64, "" + parts);
    TcpPort good = connected(options);
    FakeEngine.FakeEndpoint goodEnd = engine.endpoint();
    for (int i = 0; i < 100; i++) {
      assertTrue(goodEnd.receiving, "nothing of it waits");
      goodEnd.arrive(new byte[PART], 0, PART);
      assertFalse(goodEnd.receiving, "something of it waits");
      release(good);
      engine.run();
    }
    assertFalse(hoardEnd.receiving);
    for (int i = 0; i < parts / 2; i++) {
      release(hoard);
    }
    awaitReceiving(hoardEnd);
    for (int i = parts / 2; i < parts; i++) {
      release(hoard);
    }
  }

  /** Half as much again beyond the limit nothing is read, whoever it is for. */
  @Test
  void thereIsALimitToWhatIsReadBeyondTheLimit() throws InterruptedException {
    PortOptions options = PortOptions.defaults().credit(PortOptions.UNLIMITED).inboxBytes(8 << 20);
    List<TcpPort> ports = new ArrayList<>();
    FakeEngine.FakeEndpoint last;
    do {
      ports.add(connected(options));
      last = engine.endpoint();
      if (last.receiving) {
        last.arrive(new byte[PART], 0, PART);
      }
    } while (ports.getLast().queued() > 0);
    long most = (ports.size() - 1) * (long) PART;
    assertTrue(most >= LOOP + LOOP / 2 && most < LOOP * 2, "" + most);
    for (TcpPort port : ports.subList(0, ports.size() - 1)) {
      release(port);
    }
    awaitReceiving(last);
  }

  /** Nobody takes what an ended port has left: its memory is garbage, and so is its count. */
  @Test
  void whatNobodyWillTakeDoesNotStopTheLoopForEver() throws Exception {
    // Without a leak check, which would keep what nobody releases.
    FakeEngine own = new FakeEngine(IoServerOptions.defaults().inboxBytes(LOOP).leakCheck(false));
    PortOptions options = PortOptions.defaults().credit(PortOptions.UNLIMITED).inboxBytes(8 << 20);
    for (int i = 0; i < 3; i++) {
      own.port(options);
      assertTrue(fill(own.endpoint()) > 0 || i > 0);
      own.endpoint().close(true);
    }
    TcpPort port = own.port(options);
    FakeEngine.FakeEndpoint end = own.endpoint();
    // The first part passes, since nothing of it waits; the next one only if there is room.
    for (int i = 0; i < 2_000 && port.queued() < 5; i++) {
      System.gc();
      Thread.sleep(1);
      own.run();
      if (end.receiving) {
        end.arrive(new byte[PART], 0, PART);
      }
    }
    assertEquals(5, port.queued(), "Connected, and four parts");
    own.loop.closeNow();
  }

  /** A short message does not keep the chunk that was read into, where much waits. */
  @Test
  void shortMessagesAreCopiedWhereMuchWaits() {
    TcpPort port =
        connected(PortOptions.defaults().credit(PortOptions.UNLIMITED).inboxBytes(8 << 20));
    InboxBudget budget = engine.loop.inboxBudget();
    assertFalse(budget.isCrowded());
    Chunk chunk = engine.loop.pool().lease(ChunkPool.LARGEST);
    receive(chunk, 100);
    assertEquals(2, chunk.references(), "copied although little waits");
    while (!budget.isCrowded()) {
      engine.endpoint().arrive(new byte[PART], 0, PART);
    }
    receive(chunk, 100);
    assertEquals(2, chunk.references(), "it keeps the chunk");
    receive(chunk, 30_000);
    assertEquals(3, chunk.references(), "long ones are not copied");
    Data last = null;
    for (Object message = port.poll(); message != null; message = port.poll()) {
      last = assertInstanceOf(Data.class, message);
      if (last.length() == 100) {
        assertEquals(7, last.bytes().get(last.bytes().position() + 99));
      }
      last.release();
    }
    assertEquals(1, chunk.references());
    chunk.release();
  }

  private void receive(Chunk chunk, int length) {
    int at = chunk.writeIndex();
    chunk.writeIndex(at + length);
    chunk.buffer().put(at + length - 1, (byte) 7);
    engine.endpoint().handler.onReceived(chunk, at, length);
  }

  private int fill(FakeEngine.FakeEndpoint end) {
    int parts = 0;
    while (end.receiving) {
      end.arrive(new byte[PART], 0, PART);
      parts++;
    }
    return parts;
  }

  private void awaitReceiving(FakeEngine.FakeEndpoint end) throws InterruptedException {
    for (int i = 0; i < 2_000 && !end.receiving; i++) {
      Thread.sleep(1);
      engine.run();
    }
    assertTrue(end.receiving);
  }

  private static void release(TcpPort port) {
    assertInstanceOf(Data.class, port.poll()).release();
  }
}
