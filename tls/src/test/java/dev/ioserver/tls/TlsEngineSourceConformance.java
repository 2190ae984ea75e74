package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** Each engine goes back to its source once, however its port ends, and not before. */
abstract class TlsEngineSourceConformance extends TlsFixture {

  @BothShapes
  void afterAnOrderlyEnd(Shape shape) throws Exception {
    CountedEngines serving = new CountedEngines(SERVING);
    CountedEngines calling = new CountedEngines(TRUSTING);
    for (String version : VERSIONS) {
      try (TestServer server = server(shape);
          TestServer other = peerServer()) {
        Tls ours = Tls.server(serving).protocols(version);
        Listener listener = listen(server, server(ours));
        Port client =
            other.connect(
                listener.localAddress(),
                client(Tls.client(calling, "localhost").protocols(version)));
        client.send(ByteBuffer.wrap("there".getBytes(StandardCharsets.US_ASCII)));
        Port accepted = server.accept(listener);
        assertEquals("there", new String(collect(accepted, 5), StandardCharsets.US_ASCII));
        client.close();
        accepted.close();
        untilClosed(client);
        untilClosed(accepted);
      }
    }
    serving.check();
    calling.check();
  }

  /** Nobody listens, or the connection cannot even be begun: what was sent goes back as well. */
  @BothShapes
  void whereThereNeverWasAConnection(Shape shape) throws Exception {
    CountedEngines calling = new CountedEngines(TRUSTING);
    try (TestServer server = server(shape)) {
      Listener gone = listen(server, server(Tls.server(SERVING)));
      InetSocketAddress nobody = (InetSocketAddress) gone.localAddress();
      gone.close();
      PortOptions options = client(Tls.client(calling, "localhost"));
      untilClosed(server.connect(nobody, options));
      // TEST-NET-1: no address of this machine.
      InetSocketAddress strange =
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 0);
      Port unbound = server.connect(nobody, options.localAddress(strange));
      try {
        unbound.send(ByteBuffer.wrap(new byte[1_000]));
      } catch (ChannelClosedException e) {
        // The loop has come to it already.
      }
      untilClosed(unbound);
    }
    calling.check();
  }

  @BothShapes
  void afterGarbageATimeOutAndARefusal(Shape shape) throws Exception {
    CountedEngines serving = new CountedEngines(SERVING);
    try (TestServer server = server(shape)) {
      Tls quick = Tls.server(serving).handshakeTimeout(Duration.ofMillis(50));
      Listener listener = listen(server, server(quick));
      try (Socket socket = new Socket()) {
        socket.connect(listener.localAddress());
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Port port = server.accept(listener);
        failure(port);
        // Its peer stays: a close would wait for that.
        port.abort();
        untilClosed(port);
      }
      try (Socket socket = new Socket()) {
        socket.connect(listener.localAddress());
        Port port = server.accept(listener);
        assertEquals(TlsException.Kind.TIMED_OUT, failure(port).kind());
        port.abort();
        untilClosed(port);
      }
      Tls refusing =
          Tls.server(serving)
              .executor(
                  task -> {
                    throw new RejectedExecutionException("full");
                  });
      Listener full = listen(server, server(refusing));
      try (var socket = jdkSocket(full, "TLSv1.3")) {
        Work<?> hello = refused(socket);
        Port port = server.accept(full);
        assertEquals(TlsException.Kind.HANDSHAKE, failure(port).kind());
        port.abort();
        untilClosed(port);
        server.join(hello);
      }
    }
    serving.check();
  }

  /** The work of a handshake goes on when the port has long ended: the engine stays until then. */
  @BothShapes
  void notWhileItIsWorkedOn(Shape shape) throws Exception {
    CountedEngines serving = new CountedEngines(SERVING);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    try (TestServer server = server(shape)) {
      Tls slow =
          Tls.server(serving)
              .executor(
                  task ->
                      Thread.ofVirtual()
                          .start(
                              () -> {
                                begun.countDown();
                                try {
                                  goOn.await();
                                } catch (InterruptedException e) {
                                  Thread.currentThread().interrupt();
                                }
                                task.run();
                                done.countDown();
                              }));
      Listener listener = listen(server, server(slow));
      try (var socket = jdkSocket(listener, "TLSv1.3")) {
        Work<?> hello = refused(socket);
        Port port = server.accept(listener);
        while (!begun.await(0, TimeUnit.SECONDS)) {
          Message early = port.receive(Duration.ofMillis(1));
          assertEquals(null, early);
        }
        port.abort();
        untilClosed(port);
        assertEquals(1, serving.lent(), "taken back under the work");
        goOn.countDown();
        done.await();
        server.join(hello);
      }
    }
    serving.check();
  }

  /** A client that hears of the end in the midst of its handshake. */
  private Work<?> refused(SSLSocket socket) {
    return run("hello", () -> assertThrows(IOException.class, socket::startHandshake));
  }

  private static void untilClosed(Port port) throws Exception {
    Message last = null;
    while (!port.isDone()) {
      last = port.receive(LONG);
    }
    assertInstanceOf(Closed.class, last);
  }
}
