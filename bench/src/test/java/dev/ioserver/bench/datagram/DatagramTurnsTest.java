package dev.ioserver.bench.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DatagramTurnsTest {

  private final Pinning nowhere = Pinning.parse(Pinning.NONE);

  /** Small bursts: what a system's sockets keep without being asked has room for them. */
  private final List<DatagramCase> cases =
      List.of(
          new DatagramCase(DatagramTask.ECHO, 64, 1),
          new DatagramCase(DatagramTask.RECEIVE, 1000, 16),
          new DatagramCase(DatagramTask.SEND, 1000, 16),
          new DatagramCase(DatagramTask.ECHO, 64, 16));

  /** Each counts what it has received, and the client counts and measures what comes back. */
  @TestFactory
  Stream<DynamicTest> everyServerDoesWhatItIsAskedFor() {
    return DatagramServers.ALL.stream()
        .map(peer -> DynamicTest.dynamicTest(peer, () -> does(peer)));
  }

  private void does(String peer) throws IOException {
    String cause = Peers.unavailabilityCause(peer);
    assumeTrue(cause == null, () -> peer + ": " + cause);
    try (DatagramTurns turns = new DatagramTurns(List.of(peer), cases, nowhere, 1)) {
      for (DatagramCase each : cases) {
        DatagramTurns.Found found = turns.run(each, 0.001);
        assertTrue(found.nanos(0)[0] > 0, each.describe());
        assertEquals(1, found.ratios(0, 0)[0], 1e-9, each.describe());
      }
    }
  }

  @Test
  void whatJavaAllocatesIsToldAndWhatCAllocatesIsNot() throws Exception {
    String cause = Peers.unavailabilityCause(Peers.C_SEGMENTS);
    assumeTrue(cause == null, cause);
    List<String> peers = List.of(Peers.NETTY_NIO, Peers.C);
    try (DatagramTurns turns = new DatagramTurns(peers, cases, nowhere, 1)) {
      DatagramTurns.Found found = turns.run(cases.getFirst(), 0.001);
      // An object for each datagram, and more.
      assertTrue(found.allocated(0) > 16);
      assertTrue(Double.isNaN(found.allocated(1)));
    }
  }

  /** A server that hears nothing of what it is sent answers with a count that is too small. */
  @Test
  void datagramsThatTheServerHasNotCountedAreNoticed() throws Exception {
    Thread server;
    try (DatagramChannel forgetful = DatagramChannel.open().bind(DatagramServer.loopback(0))) {
      server = Thread.ofPlatform().daemon().start(() -> answerZero(forgetful));
      try (DatagramClient client = new DatagramClient(forgetful.socket().getLocalPort())) {
        client.exchange(new DatagramCase(DatagramTask.RECEIVE, 64, 2), 1);
        IOException refusal = assertThrows(IOException.class, client::check);
        assertTrue(
            refusal.getMessage().contains("the server has received 0 of"), refusal::getMessage);
      }
    }
    server.join();
  }

  private static void answerZero(DatagramChannel channel) {
    try {
      ByteBuffer incoming = ByteBuffer.allocate(Ask.MOST_BYTES);
      while (true) {
        var from = channel.receive(incoming.clear());
        if (incoming.get(0) == Ask.TELL) {
          channel.send(ByteBuffer.allocate(Long.BYTES), from);
        }
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }
}
