package dev.ioserver.engine.nio;

import static dev.ioserver.engine.nio.NioFixture.MILLI;
import static dev.ioserver.engine.nio.NioFixture.SECOND;
import static dev.ioserver.engine.nio.NioFixture.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.nio.NioFixture.Pair;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NioPollerTest {
  private NioFixture nio;

  @BeforeEach
  void open() throws IOException {
    nio = new NioFixture();
  }

  @AfterEach
  void close() {
    nio.close();
  }

  @Test
  void isLevelTriggered() throws IOException {
    assertFalse(nio.poller.isEdgeTriggered());
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 7, Interest.READ));
    nio.send(pair.far(), "ab");
    nio.expect(7, Interest.READ);
    nio.expect(7, Interest.READ);
    nio.receive(pair.near(), 1);
    nio.expect(7, Interest.READ);
    nio.receive(pair.near(), 1);
    assertEquals(0, nio.poller.poll(0));
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void interestZeroReportsNothingNotEvenThePeersEnd() throws IOException {
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 7, Interest.NONE));
    nio.send(pair.far(), "x");
    ok(nio.sockets.close(pair.far()));
    assertEquals(0, nio.poller.poll(20 * MILLI));
    ok(nio.poller.modify(pair.near(), 7, Interest.NONE, Interest.READ));
    nio.expect(7, Interest.READ);
    ok(nio.poller.modify(pair.near(), 7, Interest.READ, Interest.NONE));
    assertEquals(0, nio.poller.poll(20 * MILLI));
    nio.closeAll(pair.near());
  }

  @Test
  void interestSwitchesBetweenReadAndWrite() throws IOException {
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 7, Interest.WRITE));
    nio.expect(7, Interest.WRITE);
    ok(nio.poller.modify(pair.near(), 8, Interest.WRITE, Interest.READ));
    assertEquals(0, nio.poller.poll(0));
    nio.send(pair.far(), "x");
    nio.expect(8, Interest.READ);
    ok(nio.poller.modify(pair.near(), 8, Interest.READ, Interest.READ | Interest.WRITE));
    nio.expect(8, Interest.READ | Interest.WRITE);
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void aListenerReportsConnectionsAsRead() throws IOException {
    long listener = nio.listen("127.0.0.1");
    ok(nio.poller.add(listener, 3, Interest.READ | Interest.WRITE));
    assertEquals(0, nio.poller.poll(0));
    InetSocketAddress remote = nio.address(listener);
    long near = ok(nio.sockets.open(remote, null, PortOptions.defaults().options()));
    assertEquals(ErrorCodes.IN_PROGRESS, nio.sockets.connect(near, remote));
    nio.expect(3, Interest.READ);
    long far = ok(nio.sockets.accept(listener, PortOptions.defaults().options()));
    assertEquals(
        ErrorCodes.WOULD_BLOCK, nio.sockets.accept(listener, PortOptions.defaults().options()));
    nio.closeAll(listener, near, far);
  }

  @Test
  void aConnectingSocketReportsWriteAndThenGoesOnAsAnyOther() throws IOException {
    long listener = nio.listen("127.0.0.1");
    InetSocketAddress remote = nio.address(listener);
    long near = ok(nio.sockets.open(remote, null, PortOptions.defaults().options()));
    // Registered before it connects at all: silent, and picked up when it does.
    ok(nio.poller.add(near, 5, Interest.READ | Interest.WRITE));
    assertEquals(0, nio.poller.poll(0));
    assertEquals(ErrorCodes.IN_PROGRESS, nio.sockets.connect(near, remote));
    nio.expect(5, Interest.WRITE);
    assertEquals(0, nio.sockets.finishConnect(near));
    nio.expect(5, Interest.WRITE);
    ok(nio.poller.modify(near, 5, Interest.READ | Interest.WRITE, Interest.READ));
    assertNoSpin();
    nio.closeAll(listener, near);
  }

  @Test
  void aConnectThatTheUserFinishesDoesNotSpin() throws IOException {
    long listener = nio.listen("127.0.0.1");
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    long near = NioDescriptors.register(channel);
    channel.connect(nio.address(listener));
    ok(nio.poller.add(near, 5, Interest.READ));
    nio.expect(5, Interest.READ);
    assertTrue(channel.finishConnect());
    assertNoSpin();
    nio.closeAll(listener, near);
  }

  @Test
  void aRefusedConnectReportsWrite() throws IOException {
    long listener = nio.listen("127.0.0.1");
    InetSocketAddress remote = nio.address(listener);
    ok(nio.sockets.close(listener));
    long near = ok(nio.sockets.open(remote, null, PortOptions.defaults().options()));
    assertEquals(ErrorCodes.IN_PROGRESS, nio.sockets.connect(near, remote));
    ok(nio.poller.add(near, 5, Interest.WRITE));
    nio.expect(5, Interest.WRITE);
    assertEquals(NioErrorCode.ECONNREFUSED.result(), nio.sockets.finishConnect(near));
    assertEquals(Poller.REMOVED, nio.poller.remove(near, 5, Interest.WRITE));
    nio.closeAll(near);
  }

  @Test
  void whatWasJustRemovedCanBeAddedAgain() throws IOException {
    Pair pair = nio.pair();
    nio.send(pair.far(), "x");
    for (int token = 1; token <= 3; token++) {
      ok(nio.poller.add(pair.near(), token, Interest.READ));
      nio.expect(token, Interest.READ);
      assertEquals(Poller.REMOVED, nio.poller.remove(pair.near(), token, Interest.READ));
    }
    assertEquals(0, nio.poller.poll(0));
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void whatIsRegisteredCannotBeAddedTwice() throws IOException {
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 1, Interest.READ));
    assertEquals(NioErrorCode.EEXIST.result(), nio.poller.add(pair.near(), 2, Interest.READ));
    nio.send(pair.far(), "x");
    nio.expect(1, Interest.READ);
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void aClosedDescriptorIsReported() throws IOException {
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 1, Interest.READ));
    ok(nio.sockets.close(pair.near()));
    int badDescriptor = NioErrorCode.EBADF.result();
    assertEquals(badDescriptor, nio.poller.add(pair.near(), 1, Interest.READ));
    assertEquals(badDescriptor, nio.poller.modify(pair.near(), 1, Interest.READ, Interest.WRITE));
    assertEquals(Poller.REMOVED, nio.poller.remove(pair.near(), 1, Interest.READ));
    assertEquals(0, nio.poller.poll(0));
    nio.closeAll(pair.far());
  }

  @Test
  void aChannelThatItsOwnerClosedIsReported() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    long descriptor = NioDescriptors.register(channel);
    ok(nio.poller.add(descriptor, 1, Interest.READ));
    channel.close();
    int badDescriptor = NioErrorCode.EBADF.result();
    assertEquals(badDescriptor, nio.poller.modify(descriptor, 1, Interest.READ, Interest.WRITE));
    assertEquals(Poller.REMOVED, nio.poller.remove(descriptor, 1, Interest.READ));
    assertEquals(badDescriptor, nio.poller.add(descriptor, 1, Interest.READ));
    assertEquals(0, nio.poller.poll(0));
    nio.closeAll(descriptor);
  }

  @Test
  void closeGivesTheSystemDescriptorBackAtOnce() throws IOException {
    SystemDescriptors.assumeCountable();
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.near(), 1, Interest.READ));
    ok(nio.poller.add(pair.far(), 2, Interest.READ));
    assertEquals(0, nio.poller.poll(0));
    long before = SystemDescriptors.sockets();
    ok(nio.poller.remove(pair.near(), 1, Interest.READ));
    ok(nio.sockets.close(pair.near()));
    assertEquals(before - 1, SystemDescriptors.sockets());
    // Without a word to the poller first.
    ok(nio.sockets.close(pair.far()));
    assertEquals(before - 2, SystemDescriptors.sockets());
    nio.closeAll();
  }

  @Test
  void aListenersAddressIsFreeOnceItIsClosed() throws IOException {
    long listener = nio.listen("127.0.0.1");
    InetSocketAddress address = nio.address(listener);
    ok(nio.poller.add(listener, 1, Interest.READ));
    assertEquals(0, nio.poller.poll(0));
    ok(nio.poller.remove(listener, 1, Interest.READ));
    ok(nio.sockets.close(listener));
    long again = ok(NioFixture.listen(nio.sockets, address, ListenOptions.defaults()));
    nio.closeAll(again);
  }

  @Test
  void aLargeBatchComesWholeAndItsDescriptorsAreGivenBack() throws IOException {
    SystemDescriptors.assumeCountable();
    int pairs = 200;
    long listener = nio.listen("127.0.0.1");
    long before = SystemDescriptors.sockets();
    Pair[] all = new Pair[pairs];
    for (int i = 0; i < pairs; i++) {
      all[i] = nio.connect(listener);
      ok(nio.poller.add(all[i].near(), i, Interest.READ));
      nio.send(all[i].far(), "x");
    }
    BitSet seen = new BitSet();
    int n = nio.pollEvents();
    for (int i = 0; i < n; i++) {
      seen.set((int) nio.poller.token(i));
      assertEquals(Interest.READ, nio.poller.ready(i));
    }
    assertEquals(pairs, seen.cardinality());
    for (Pair pair : all) {
      ok(nio.sockets.close(pair.near()));
      ok(nio.sockets.close(pair.far()));
    }
    assertEquals(0, nio.poller.poll(0));
    assertEquals(before, SystemDescriptors.sockets());
    nio.closeAll(listener);
  }

  @Test
  void timeoutsAreNeverEarly() {
    for (long nanos : new long[] {1, 400_000, MILLI, 1_500_000, 7 * MILLI + 1}) {
      long began = System.nanoTime();
      assertEquals(0, nio.poller.poll(nanos));
      long took = System.nanoTime() - began;
      assertTrue(took >= nanos, "asked for " + nanos + " ns, took " + took);
      assertTrue(took < 2 * SECOND, "took " + took);
    }
    assertEquals(MILLI, nio.poller.resolutionNanos());
  }

  @Test
  void aClosedPollerFailsAndClosesTwice() {
    nio.poller.close();
    nio.poller.close();
    assertEquals(NioErrorCode.EBADF.result(), nio.poller.poll(0));
    assertFalse(nio.poller.flush());
  }

  private void assertNoSpin() {
    // Changes are applied by this one; the next has nothing to report and waits.
    assertEquals(0, nio.poller.poll(0));
    long began = System.nanoTime();
    assertEquals(0, nio.poller.poll(50 * MILLI));
    assertTrue(System.nanoTime() - began >= 50 * MILLI, "returned early with nothing");
  }
}
