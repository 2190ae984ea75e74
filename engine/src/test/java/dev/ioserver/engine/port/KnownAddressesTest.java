package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class KnownAddressesTest {

  private static final long LOOPBACK = 0xFFFF_7F00_0001L;

  private final KnownAddresses addresses = new KnownAddresses();

  /** Whatever others were there before, and whatever places the two have. */
  @Test
  void twoInTurnAreAlwaysTheSameObjects() {
    for (int first = 1; first < 200; first++) {
      for (int second = first + 1; second < 200; second++) {
        InetSocketAddress one = addresses.address(0, LOOPBACK, first, 0);
        InetSocketAddress two = addresses.address(0, LOOPBACK, second, 0);
        assertSame(one, addresses.address(0, LOOPBACK, first, 0));
        assertSame(two, addresses.address(0, LOOPBACK, second, 0));
        assertEquals(first, one.getPort());
        assertEquals(second, two.getPort());
      }
    }
  }

  @Test
  void twoInTurnAreAlwaysTheSameNumbers() {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    InetSocketAddress[] all = new InetSocketAddress[200];
    for (int i = 0; i < all.length; i++) {
      all[i] = new InetSocketAddress(loopback, 1 + i);
    }
    for (InetSocketAddress one : all) {
      for (InetSocketAddress two : all) {
        KnownAddresses.Known ofOne = addresses.numbers(one);
        KnownAddresses.Known ofTwo = addresses.numbers(two);
        assertSame(ofOne, addresses.numbers(one));
        assertSame(ofTwo, addresses.numbers(two));
        assertEquals(LOOPBACK, ofOne.low());
        assertEquals(two.getPort(), ofTwo.port());
      }
    }
  }
}
