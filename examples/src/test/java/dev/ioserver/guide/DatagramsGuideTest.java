package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Membership;
import dev.ioserver.engine.api.Undelivered;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DatagramsGuideTest {

  private long missing;
  private long lost;

  // @start region="receive"
  /** Answers each datagram, until one is empty. */
  void serve(DatagramPort port) throws InterruptedException {
    port.active(256);
    while (true) {
      switch (port.receive()) {
        case Datagram datagram -> {
          missing += datagram.drops(); // what the kernel had no room for, in front of this one
          boolean last = datagram.length() == 0;
          port.tryReply(datagram, datagram.bytes());
          datagram.release();
          if (last) {
            return;
          }
        }
        case DatagramMessage.CreditUsed _ -> port.active(256);
        case Undelivered undelivered -> lost += 1 + undelivered.untold();
        default -> {}
      }
    }
  }

  // @end

  @Test
  void everyDatagramIsAnswered() throws Exception {
    try (IoServer io = IoServer.open();
        DatagramSocket client = new DatagramSocket(Loopback.anyPort())) {
      client.setSoTimeout(60_000);
      // @start region="bind"
      DatagramPort port =
          io.bind(
              new InetSocketAddress("127.0.0.1", 0),
              DatagramOptions.defaults()
                  .maxDatagram(9_000)
                  .option(StandardSocketOptions.SO_RCVBUF, 4 << 20));
      // @end
      FutureTask<Void> server =
          new FutureTask<>(
              () -> {
                serve(port);
                return null;
              });
      Thread.ofVirtual().start(server);
      for (int length : new int[] {100, 9_000, 0}) {
        client.send(new DatagramPacket(new byte[length], length, port.localAddress()));
        DatagramPacket answer = new DatagramPacket(new byte[10_000], 10_000);
        client.receive(answer);
        assertEquals(length, answer.getLength());
      }
      server.get(60, TimeUnit.SECONDS);
      assertEquals(0, missing);
      assertEquals(0, lost);
    }
  }

  @Test
  void aGroupIsHeard() throws Exception {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    try (IoServer io = IoServer.open()) {
      // @start region="join"
      InetAddress group = InetAddress.ofLiteral("239.255.7.1");
      DatagramPort feed =
          io.bind(
                  new InetSocketAddress("0.0.0.0", 0),
                  DatagramOptions.defaults().option(StandardSocketOptions.SO_REUSEADDR, true))
              .activeUnlimited();
      Membership membership = feed.join(group, loopback);
      // @end
      // @start region="publish"
      DatagramPort publisher =
          io.bind(
              new InetSocketAddress("127.0.0.1", 0),
              DatagramOptions.defaults()
                  .option(StandardSocketOptions.IP_MULTICAST_IF, loopback)
                  .option(StandardSocketOptions.IP_MULTICAST_TTL, 0));
      int number = ((InetSocketAddress) feed.localAddress()).getPort();
      SocketAddress to = new InetSocketAddress(group, number); // one object for all sends
      publisher.send(ByteBuffer.wrap(new byte[] {1, 2, 3}), to);
      // @end
      if (feed.receive() instanceof Datagram datagram) {
        assertEquals(3, datagram.length());
        datagram.release();
      }
      assertTrue(membership.isMember());
      membership.close();
      assertFalse(membership.isMember());
    }
  }

  private long sum;

  @Test
  void aBatchIsTakenWithoutAnObject() throws Exception {
    try (IoServer io = IoServer.open(IoServerOptions.defaults().callerRuns());
        DatagramSocket client = new DatagramSocket(Loopback.anyPort())) {
      DatagramPort port = io.bind(Loopback.anyPort());
      for (int i = 1; i <= 10; i++) {
        byte[] bytes = ByteBuffer.allocate(4).putInt(i).array();
        client.send(new DatagramPacket(bytes, 4, port.localAddress()));
      }
      // @start region="batch"
      port.onDatagrams(
          batch -> {
            while (batch.next()) {
              missing += batch.drops();
              sum += batch.bytes().getInt();
            }
          });
      port.activeUnlimited();
      while (sum < 55) {
        io.poll((_, message) -> {}, 16); // datagrams go to the handler, all else comes here
      }
      // @end
      assertEquals(55, sum);
    }
  }
}
