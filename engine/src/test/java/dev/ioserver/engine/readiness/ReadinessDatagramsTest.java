package dev.ioserver.engine.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramHandler;
import dev.ioserver.engine.spi.DatagramSetup;
import dev.ioserver.engine.spi.Datagrams;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.TransportContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a kernel does rarely: it has no buffers, refuses segments, counts around, repeats errors.
 */
class ReadinessDatagramsTest {

  private static final SocketAddress LOCAL =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

  private static final long HOST = 0xFFFF_7F00_0001L;

  private final ScriptedEngine engine = new ScriptedEngine();
  private final ChunkPool pool = new ChunkPool();
  private final Heard heard = new Heard();
  private ReadinessTransport transport;
  private Chunk chunk;

  @BeforeEach
  void open() throws SystemCallException {
    transport =
        ReadinessTransport.open(engine, new TransportContext(16, 16, IdleStrategy.park(), 0, pool));
    chunk = pool.lease(ChunkPool.LARGEST);
  }

  @AfterEach
  void nothingIsLeft() {
    chunk.release();
    transport.close();
    assertTrue(engine.isClosed);
    assertEquals(0, pool.outstanding(), "chunks");
  }

  @Test
  void withoutBuffersItRestsAndSendsTheSameLater() throws SystemCallException {
    Datagrams socket = bind(null);
    engine.sendResults.add(-ScriptedEngine.ENOBUFS);
    engine.sendResults.add(-ScriptedEngine.ENOBUFS);
    send(socket, 10, HOST);
    socket.flush();
    assertEquals(List.of(), engine.sent);
    assertEquals(10, socket.unsentBytes());
    run();
    assertEquals(1, engine.sendResults.size(), "it was not tried again at once");
    later();
    assertEquals(0, engine.sendResults.size());
    assertEquals(List.of(), engine.sent);
    later();
    assertEquals(List.of("10"), engine.sent);
    assertEquals(10, heard.sent);
    assertEquals(List.of(), heard.refused);
  }

  @Test
  void withoutBuffersForSecondsTheDatagramIsRefusedAndTheNextOneSent() throws SystemCallException {
    Datagrams socket = bind(null);
    for (int i = 0; i <= RestingEndpoints.MOST_PAUSES; i++) {
      engine.sendResults.add(-ScriptedEngine.ENOBUFS);
    }
    send(socket, 10, HOST);
    send(socket, 11, HOST + 1);
    socket.flush();
    for (int i = 0; i < RestingEndpoints.MOST_PAUSES; i++) {
      assertEquals(List.of(), heard.refused);
      later();
    }
    assertEquals(List.of("10 to /127.0.0.1:5: ENOBUFS"), heard.refused);
    assertEquals(List.of("11"), engine.sent);
    assertEquals(21, heard.sent, "room is given back for both");
    assertEquals(1, transport.counters().datagrams().undelivered());
    assertEquals(1, transport.counters().datagrams().sent());
  }

  @Test
  void runsOfOneSizeToOneDestinationGoAsOne() throws SystemCallException {
    Datagrams socket = bind(null);
    for (int length : new int[] {10, 10, 10, 4, 10, 12, 12, 0, 0, 12}) {
      send(socket, length, HOST);
    }
    send(socket, 12, HOST + 1);
    send(socket, 12, HOST + 1);
    socket.flush();
    assertEquals(List.of("34/10", "10", "24/12", "0", "0", "12", "24/12"), engine.sent);
    assertEquals(12, transport.counters().datagrams().sent());
    assertEquals(1, transport.counters().datagrams().sends());
    assertEquals(104 + 2, heard.sent, "an empty one counts as one byte");
  }

  @Test
  void whatIsRefusedAsOneIsSentOneByOne() throws SystemCallException {
    Datagrams socket = bind(null);
    engine.sendResults.add(-ScriptedEngine.EINVAL);
    for (int i = 0; i < 3; i++) {
      send(socket, 10, HOST);
    }
    for (int i = 0; i < 3; i++) {
      send(socket, 9, HOST);
    }
    socket.flush();
    assertEquals(List.of("10", "10", "10", "27/9"), engine.sent, "shorter ones are not concerned");
    assertEquals(List.of(), heard.refused);
  }

  @Test
  void aRefusedDatagramDoesNotKeepTheOthers() throws SystemCallException {
    Datagrams socket = bind(null);
    engine.sendResults.add(1);
    engine.sendResults.add(-ScriptedEngine.EINVAL);
    send(socket, 1, HOST);
    send(socket, 2, HOST + 1);
    send(socket, 3, HOST + 2);
    socket.flush();
    assertEquals(List.of("1", "3"), engine.sent);
    assertEquals(List.of("2 to /127.0.0.2:5: EINVAL"), heard.refused);
    assertEquals(6, heard.sent);
  }

  @Test
  void anErrorOfAnEarlierDatagramDoesNotCostTheNext() throws SystemCallException {
    Datagrams socket = bind(LOCAL);
    engine.sendResults.add(-ScriptedEngine.ECONNREFUSED);
    socket.send(chunk, 0, 5, 0, 0, -1, 0, null);
    socket.flush();
    assertEquals(List.of("5"), engine.sent);
    assertEquals(List.of("ECONNREFUSED"), heard.unreachable);
    // Twice for the same datagram: it is this one's.
    engine.sendResults.add(-ScriptedEngine.ECONNREFUSED);
    engine.sendResults.add(-ScriptedEngine.ECONNREFUSED);
    socket.send(chunk, 0, 6, 0, 0, -1, 0, null);
    socket.flush();
    assertEquals(List.of("5"), engine.sent);
    assertEquals(List.of("6 to null: ECONNREFUSED"), heard.refused);
  }

  @Test
  void aDescriptorThatIsNoneIsTheEnd() throws SystemCallException {
    Datagrams socket = bind(null);
    engine.sendResults.add(-ScriptedEngine.EBADF);
    send(socket, 1, HOST);
    socket.flush();
    assertEquals("EBADF", heard.failed);
    assertTrue(heard.closed);
  }

  @Test
  void errorsWithoutEndAreTheEnd() throws SystemCallException {
    Datagrams socket = bind(null);
    for (int i = 0; i < 1_000; i++) {
      engine.receives.add(_ -> -ScriptedEngine.EINVAL);
    }
    socket.receiving(true);
    engine.ready(Interest.READ);
    for (int i = 0; i < 100 && !heard.closed; i++) {
      run();
    }
    assertEquals("EINVAL", heard.failed);
    assertEquals(64, heard.unreachable.size());
    engine.receives.clear();
  }

  @Test
  void dropsAreDifferencesOfACountThatBeginsAgain() throws SystemCallException {
    Datagrams socket = bind(null);
    engine.receives.add(batch -> told(batch, DatagramBatch.NO_COUNT, 3));
    engine.receives.add(batch -> told(batch, 0xFFFF_FFFFL, 4));
    socket.receiving(true);
    engine.ready(Interest.READ);
    for (int i = 0; i < 4; i++) {
      engine.ready(Interest.READ);
      run();
    }
    assertEquals(List.of(0L, 3L, 0xFFFF_FFFCL, 5L), heard.drops);
    assertEquals(3 + 0xFFFF_FFFCL + 5, transport.counters().datagrams().dropped());
    assertEquals(4, transport.counters().datagrams().received());
    assertEquals(2, transport.counters().datagrams().receives());
  }

  /** Two datagrams, with counts of drops. */
  private static int told(DatagramBatch batch, long... counts) {
    for (int i = 0; i < counts.length; i++) {
      batch.length[i] = 1;
      batch.segment[i] = 0;
      batch.cut[i] = false;
      batch.dropped[i] = counts[i];
    }
    return counts.length;
  }

  @Test
  void whatComesWhileNobodyReceivesWaitsInTheKernel() throws SystemCallException {
    Datagrams socket = bind(null);
    engine.receives.add(batch -> told(batch, 0));
    engine.ready(Interest.READ);
    run();
    assertEquals(1, engine.receives.size());
    heard.welcome = 0;
    socket.receiving(true);
    run();
    assertEquals(1, engine.receives.size(), "welcome is asked first");
    heard.welcome = 1;
    socket.receiving(true);
    run();
    assertEquals(List.of(0L), heard.drops);
  }

  /** Each datagram that leaves would be an edge, and wake a port by its own answers. */
  @Test
  void writingIsAskedForWhileASendWouldBlockAndNoLonger() throws SystemCallException {
    Datagrams socket = bind(null);
    run();
    engine.sendResults.add(ErrorCodes.WOULD_BLOCK);
    send(socket, 10, HOST);
    socket.flush();
    run();
    assertEquals(List.of(), engine.sent);
    engine.ready(Interest.WRITE);
    run();
    assertEquals(List.of("10"), engine.sent);
    run();
    int reading = Interest.READ | Interest.EDGE;
    assertEquals(List.of(reading, reading | Interest.WRITE, reading), engine.interests);
  }

  @Test
  void whatAHandlerSendsAndWelcomesIsNoReasonToLookWithoutWaiting() throws SystemCallException {
    Datagrams socket = bind(null);
    socket.receiving(true);
    heard.onReceived =
        () -> {
          send(socket, 10, HOST);
          socket.receiving(true);
        };
    // As many as are asked for, and then none.
    engine.receives.add(batch -> told(batch, new long[16]));
    engine.ready(Interest.READ);
    run();
    assertEquals(16, heard.drops.size());
    socket.flush();
    assertEquals(List.of("10"), engine.sent);
    assertEquals(0, transport.await(1_000, Condition.NEVER));
    assertEquals(1_000, engine.timeoutNanos);
  }

  @Test
  void closingWaitsForWhatIsQueued() throws SystemCallException {
    Datagrams socket = bind(null);
    engine.sendResults.add(-ScriptedEngine.ENOBUFS);
    send(socket, 10, HOST);
    socket.closeAfterFlush();
    assertFalse(heard.closed);
    later();
    assertEquals(List.of("10"), engine.sent);
    assertTrue(heard.closed);
  }

  private Datagrams bind(@Nullable SocketAddress remote) throws SystemCallException {
    return transport.bind(
        LOCAL,
        SocketOptions.none(),
        new DatagramSetup(remote, Set.of(), Set.of(), 100, true),
        heard);
  }

  /** Queues a datagram behind the one before, as a port's own thread does. */
  private void send(Datagrams socket, int length, long host) {
    int at = chunk.writeIndex();
    chunk.writeIndex(at + length);
    socket.send(chunk, at, length, 0, host, 5, 0, null);
  }

  private void run() throws SystemCallException {
    int handedOver = transport.await(0, Condition.NEVER);
    assertTrue(handedOver >= 0);
  }

  private void later() throws SystemCallException {
    engine.now += 10_000_000;
    run();
    run();
  }

  private static final class Heard implements DatagramHandler {
    private final List<String> refused = new ArrayList<>();
    private final List<String> unreachable = new ArrayList<>();
    private final List<Long> drops = new ArrayList<>();
    private Runnable onReceived = () -> {};
    private int welcome = 100;
    private long sent;
    private String failed = "";
    private boolean closed;

    @Override
    public int welcome() {
      return welcome;
    }

    @Override
    public void onReceived(DatagramBatch batch, Chunk[] chunks, int[] offsets, int count) {
      for (int i = 0; i < count; i++) {
        assertNotNull(chunks[i]);
        drops.add(batch.dropped[i]);
      }
      onReceived.run();
    }

    @Override
    public void onSent(long bytes) {
      sent += bytes;
    }

    @Override
    public void onRefused(
        SystemCallException cause, @Nullable SocketAddress destination, int length) {
      refused.add(length + " to " + destination + ": " + cause.codeName());
    }

    @Override
    public void onUnreachable(SystemCallException cause) {
      unreachable.add(cause.codeName());
    }

    @Override
    public void onFailed(SystemCallException cause) {
      failed = cause.codeName();
    }

    @Override
    public void onThrown(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void onClosed() {
      closed = true;
    }
  }
}
