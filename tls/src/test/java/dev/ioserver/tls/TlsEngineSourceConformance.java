package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Handshaken;
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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
  void afterGarbageAndATimeOut(Shape shape) throws Exception {
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
    }
    serving.check();
  }

  /** An executor that is full, or fails; no memory for a thread; a class that is not there. */
  @BothShapes
  void anExecutorThatFailsEndsThePortInWhateverWayItDoes(Shape shape) throws Exception {
    List<Supplier<Throwable>> ways =
        List.of(
            () -> new RejectedExecutionException("full"),
            () -> new IllegalStateException("no executor"),
            () -> new OutOfMemoryError("no thread"),
            () -> new LinkageError("no class"));
    for (Supplier<Throwable> way : ways) {
      CountedEngines serving = new CountedEngines(SERVING);
      try (TestServer server = server(shape)) {
        Tls refusing = Tls.server(serving).executor(_ -> fail(way.get()));
        Listener listener = listen(server, server(refusing));
        try (var socket = jdkSocket(listener, "TLSv1.3")) {
          Work<?> hello = refused(socket);
          Port port = server.accept(listener);
          TlsException cause = failure(port);
          assertEquals(TlsException.Kind.HANDSHAKE, cause.kind());
          assertTrue(cause.getMessage().contains(way.get().toString()), cause.getMessage());
          port.abort();
          untilClosed(port);
          server.join(hello);
        }
      }
      serving.check();
    }
  }

  /** An executor may fail when it has the work done already, or will: that is done once. */
  @BothShapes
  void anExecutorThatFailsBehindTheWorkHarmsNobody(Shape shape) throws Exception {
    List<Executor> ways = List.of(Runnable::run, task -> Thread.ofVirtual().start(task));
    for (Executor way : ways) {
      CountedEngines serving = new CountedEngines(SERVING);
      Tls ours =
          Tls.server(serving)
              .executor(
                  task -> {
                    way.execute(task);
                    // Not only in vain, but twice.
                    task.run();
                    fail(new IllegalStateException("too late"));
                  });
      try (TestServer server = server(shape)) {
        Listener listener = listen(server, server(ours));
        try (var socket = jdkSocket(listener, "TLSv1.3")) {
          Work<?> hello = run("hello", socket::startHandshake);
          Port port = server.accept(listener);
          Message first = port.receive(LONG);
          while (first == null) {
            first = port.receive(LONG);
          }
          assertInstanceOf(Handshaken.class, first);
          server.join(hello);
          port.abort();
          untilClosed(port);
        }
      }
      serving.check();
    }
  }

  private static void fail(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) cause;
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
