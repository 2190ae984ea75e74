package dev.ioserver.examples.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.examples.AvailableEngines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SelectorEchoTest {

  /** More than the kernel's buffers take at once: what cannot be sent back yet waits. */
  @ParameterizedTest
  @MethodSource("engines")
  void manyBytesComeBackToSeveralClients(String engine) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (IoSelector selector = IoSelector.open(SelectorOptions.defaults().engine(engine));
        Sockets sockets = selector.openSockets()) {
      long listener =
          sockets.listen(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16, SocketOptions.none());
      SocketAddress address = Objects.requireNonNull(sockets.localAddress(listener));
      SelectorEcho echo = new SelectorEcho(selector, sockets, listener);
      Thread server =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (!stop.get()) {
                        selector.select(echo, Duration.ofSeconds(10));
                      }
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      for (int i = 0; i < 3; i++) {
        echoed(address, i);
      }
      stop.set(true);
      selector.registry().wakeup();
      server.join();
      selector.transfer();
      sockets.close(listener);
    }
  }

  private static void echoed(SocketAddress address, int seed) throws Exception {
    byte[] sent = new byte[8 << 20];
    new Random(seed).nextBytes(sent);
    try (Socket client = new Socket()) {
      client.connect(address);
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      client.getOutputStream().write(sent);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertArrayEquals(sent, client.getInputStream().readNBytes(sent.length));
      writer.join();
      client.shutdownOutput();
      assertEquals(-1, client.getInputStream().read(), "the end is answered by an end");
    }
  }

  static List<String> engines() {
    return AvailableEngines.names();
  }
}
