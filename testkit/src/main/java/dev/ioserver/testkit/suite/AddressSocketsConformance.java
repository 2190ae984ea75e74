package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.AddressSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.testkit.fixture.AllocationMeter;
import dev.ioserver.testkit.fixture.Loopback;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the calls of a system whose descriptors are the kernel's do one step at a time, and over
 * memory that is given by its address.
 */
@Timeout(60)
public abstract class AddressSocketsConformance {

  private static final PortOptions PORT = PortOptions.defaults();

  private final ChunkPool pool = new ChunkPool();
  private Loopback loopback;
  private Sockets sockets;

  /** For subclasses. */
  protected AddressSocketsConformance() {}

  @BeforeEach
  final void openSockets() throws SystemCallException {
    sockets = open();
    loopback = new Loopback(sockets);
  }

  @AfterEach
  final void closeSockets() {
    loopback.close();
  }

  /**
   * {@return the calls under test, which are closed after it}
   *
   * @throws SystemCallException if they cannot be opened
   */
  protected abstract Sockets open() throws SystemCallException;

  /** {@return what the codes of the calls mean} */
  protected abstract ErrorCodes codes();

  /** {@return the calls under test} */
  protected final Sockets sockets() {
    return sockets;
  }

  /** {@return the sockets of the test, made by the calls under test} */
  protected final Loopback loopback() {
    return loopback;
  }

  /** {@return where the chunks of the test come from} */
  protected final ChunkPool pool() {
    return pool;
  }

  @Test
  void bytesTravelBetweenAddresses() {
    long[] pair = loopback.pair();
    Chunk out = chunk("hello, world");
    Chunk in = pool.lease(64);
    assertEquals(5, calls().send(pair[0], out.address() + 7, 5));
    int got = receivedAt(pair[1], in.address() + 3, 60);
    byte[] bytes = new byte[got];
    in.buffer().get(3, bytes);
    assertEquals("world", text(bytes));
  }

  @Test
  void piecesTravelInTheirOrder() {
    long[] pair = loopback.pair();
    Chunk one = chunk("one");
    Chunk two = chunk("two");
    calls().piece(0, two.address(), 3);
    calls().piece(1, one.address() + 1, 2);
    calls().piece(2, two.address() + 2, 1);
    assertEquals(6, calls().sendPieces(pair[0], 3));
    assertEquals("twoneo", text(received(pair[1], 6)));
    assertTrue(calls().maxPieces() >= 16, "no gathering write worth the name");
  }

  @Test
  void piecesBeyondWhatTheKernelTakesAreNoFailure() {
    long[] pair = loopback.pair();
    Chunk out = pool.lease(64 * 1024);
    int most = calls().maxPieces();
    for (int i = 0; i < most; i++) {
      calls().piece(i, out.address(), 64 * 1024);
    }
    long all = most * 64L * 1024;
    long sent = calls().sendPieces(pair[0], most);
    assertTrue(sent > 0 && sent <= all, "sent " + sent);
    // Nobody reads: some call finds the socket full, if not the second.
    while (sent > 0) {
      sent = calls().sendPieces(pair[0], most);
    }
    assertEquals(ErrorCodes.WOULD_BLOCK, sent);
  }

  @Test
  void connectionIsMadeInSteps() {
    long fd = loopback.keep("open", calls().openListener(Loopback.inet4(), PORT.options()));
    assertEquals(0, calls().listen(fd, Loopback.inet4(), 1));
    InetSocketAddress address = loopback.address(fd);
    assertNotEquals(0, address.getPort());

    long near = loopback.open(Loopback.inet4(), PORT);
    assertEquals(0, calls().bind(near, Loopback.inet4()));
    InetSocketAddress from = loopback.address(near);
    assertNotEquals(0, from.getPort());
    assertEquals(0, connectOutcome(near, address));
    loopback.accept(fd, PORT);
    assertEquals(from, calls().acceptedPeer());
  }

  @Test
  void addressInUseIsThatOfBind() {
    long fd = loopback.keep("open", calls().openListener(Loopback.inet4(), PORT.options()));
    assertEquals(0, calls().listen(fd, Loopback.inet4(), 1));
    InetSocketAddress address = loopback.address(fd);
    long other = loopback.keep("open", calls().openListener(Loopback.inet4(), PORT.options()));
    assertInUse(calls().listen(other, address, 1));
    long client = loopback.open(Loopback.inet4(), PORT);
    assertInUse(calls().bind(client, address));
  }

  private void assertInUse(int result) {
    assertTrue(result < 0, "result " + result);
    assertEquals(Kind.ADDRESS_IN_USE, codes().kind(-result));
    assertEquals("bind", sockets.lastCall());
  }

  @Test
  void inputThatIsShutDownEnds() {
    long[] pair = loopback.pair();
    assertEquals(0, calls().shutdownInput(pair[0]));
    assertEquals(0, receivedAt(pair[0], pool.lease(10).address(), 10));
    assertEquals(0, peeked(pair[0]));
    long fresh = loopback.open(Loopback.inet4(), PORT);
    assertEquals(0, calls().shutdownInput(fresh));
  }

  @Test
  void peekLeavesWhatItSees() {
    long[] pair = loopback.pair();
    assertEquals(ErrorCodes.WOULD_BLOCK, calls().peek(pair[1]));
    send(pair[0], "x");
    assertEquals(1, peeked(pair[1]));
    assertEquals(1, calls().peek(pair[1]));
    assertEquals("x", text(received(pair[1], 1)));
    loopback.close(pair[0]);
    assertEquals(0, peeked(pair[1]));
    assertEquals(0, calls().peek(pair[1]));
  }

  @Test
  void callsOverAddressesAllocateNothing() {
    long[] pair = loopback.pair();
    Chunk out = chunk("hello, world");
    Chunk in = pool.lease(64);
    AddressSockets calls = calls();
    AllocationMeter.assertAllocatesNothing(
        () -> {
          int sent = calls.send(pair[0], out.address(), 9);
          calls.piece(0, out.address(), 2);
          calls.piece(1, out.address(), 3);
          long gathered = calls.sendPieces(pair[0], 2);
          int got = calls.receive(pair[1], in.address(), 64);
          // Where loopback is not synchronous, the socket is full now and then.
          assertTrue(isSomeOrNone(sent) && isSomeOrNone(gathered) && isSomeOrNone(got));
        });
  }

  private static boolean isSomeOrNone(long bytes) {
    return bytes > 0 || bytes == ErrorCodes.WOULD_BLOCK;
  }

  private AddressSockets calls() {
    return assertInstanceOf(AddressSockets.class, sockets);
  }

  private int peeked(long fd) {
    int result = calls().peek(fd);
    while (result == ErrorCodes.WOULD_BLOCK) {
      Thread.onSpinWait();
      result = calls().peek(fd);
    }
    return result;
  }

  /** Waits for at least one byte, or the end. */
  private int receivedAt(long fd, long address, int length) {
    int result = calls().receive(fd, address, length);
    while (result == ErrorCodes.WOULD_BLOCK) {
      Thread.onSpinWait();
      result = calls().receive(fd, address, length);
    }
    return result;
  }

  /**
   * Connects, and waits for the outcome.
   *
   * @param fd a socket that is not connected yet
   * @param address where it is to be connected to
   * @return 0, or a code, negated
   */
  protected final long connectOutcome(long fd, InetSocketAddress address) {
    int result = sockets.connect(fd, address);
    return result == ErrorCodes.IN_PROGRESS ? loopback.outcome(fd) : result;
  }

  /**
   * {@return a chunk of some text, for the caller to release}
   *
   * @param text up to 64 characters of ASCII
   */
  protected final Chunk chunk(String text) {
    Chunk chunk = pool.lease(64);
    chunk.buffer().put(0, text.getBytes(StandardCharsets.US_ASCII));
    chunk.writeIndex(text.length());
    return chunk;
  }

  /**
   * {@return bytes as text}
   *
   * @param bytes characters of ASCII
   */
  protected static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /**
   * Sends some text.
   *
   * @param fd a connected socket
   * @param text up to 64 characters of ASCII
   * @return what the call returned: how many bytes, or a code, negated
   */
  protected final int send(long fd, String text) {
    return sockets.send(fd, chunk(text));
  }

  /**
   * Receives so many bytes in pieces of random offsets, each checked to stay within its bounds.
   *
   * @param fd a connected socket
   * @param total how many bytes
   * @return the bytes
   */
  protected final byte[] received(long fd, int total) {
    byte[] bytes = new byte[total];
    Chunk chunk = pool.lease(1024);
    for (int done = 0; done < total; ) {
      int offset = done % 100;
      int n = loopback.receive(fd, chunk, offset, Math.min(total - done, 300));
      assertTrue(n > 0, "result " + n);
      chunk.buffer().get(offset, bytes, done, n);
      done += n;
    }
    chunk.release();
    return bytes;
  }
}
