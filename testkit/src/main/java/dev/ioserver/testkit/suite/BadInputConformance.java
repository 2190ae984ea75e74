package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Loopback;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import java.io.Serial;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/**
 * Input that makes no sense: one exception names the call, the value and what is allowed, the loop
 * goes on, and no descriptor is left behind.
 */
public abstract class BadInputConformance extends Conformance {

  private static final SocketOption<Integer> NOBODYS = new Named<>("SO_NOBODYS", Integer.class);
  private static final SocketOption<String> TEXT = new Named<>("SO_RCVBUF", String.class);

  /** Of a block that is for documentation: it is no host's (RFC 5737). */
  private static final InetSocketAddress ELSEWHERE = Loopback.at("192.0.2.1", 0);

  private record Named<T>(String name, Class<T> type) implements SocketOption<T> {}

  /** For subclasses. */
  protected BadInputConformance() {}

  @BothShapes
  void optionOfAWrongTypeIsRefused(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        SocketOption<Object> raw = forced(StandardSocketOptions.SO_RCVBUF);
        String[] message = {"SO_RCVBUF is big", "Integer"};
        PortOptions ports = PortOptions.defaults();
        ListenOptions listening = ListenOptions.defaults();
        illegal(() -> ports.option(raw, "big"), message);
        illegal(() -> listening.option(raw, "big"), message);
        illegal(() -> port.option(raw, "big"), message);
        illegal(() -> listener.option(raw, "big"), message);
        // The name of a known option, by somebody who gave it a type of his own.
        illegal(() -> ports.option(TEXT, "big"), message);
        illegal(() -> port.option(TEXT, "big"), message);
        illegal(() -> port.option(TEXT), "SO_RCVBUF", "String");
        illegal(() -> listener.option(TEXT), "SO_RCVBUF", "String");
        port.abort();
        server.expect(port, Closed.class);
      }
      stillWorks(server);
    }
  }

  @BothShapes
  void optionOutOfRangeIsRefused(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        SocketOption<Integer> option = StandardSocketOptions.SO_SNDBUF;
        illegal(() -> port.option(option, 0), "SO_SNDBUF is 0", "1 or more");
        illegal(() -> listener.option(option, -1), "SO_SNDBUF is -1", "1 or more");
        port.abort();
        server.expect(port, Closed.class);
      }
      stillWorks(server);
    }
  }

  @BothShapes
  void unknownOptionIsRefused(Shape shape) throws Exception {
    PortOptions ports = PortOptions.defaults().option(NOBODYS, 7);
    ListenOptions listening = ListenOptions.defaults().option(NOBODYS, 7);
    try (TestServer server = server(shape)) {
      unknown(
          "setsockopt", assertThrows(SystemCallException.class, () -> server.listen(listening)));
      unknown("setsockopt", assertThrows(SystemCallException.class, () -> server.listen(ports)));
      Listener listener = server.listen();
      unknown("setsockopt", failure(server, listener.localAddress(), ports));
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        unknown(
            "setsockopt", assertThrows(SystemCallException.class, () -> port.option(NOBODYS, 7)));
        unknown("getsockopt", assertThrows(SystemCallException.class, () -> port.option(NOBODYS)));
        unknown(
            "setsockopt",
            assertThrows(SystemCallException.class, () -> listener.option(NOBODYS, 7)));
        unknown(
            "getsockopt", assertThrows(SystemCallException.class, () -> listener.option(NOBODYS)));
        port.abort();
        server.expect(port, Closed.class);
      }
      stillWorks(server);
    }
  }

  @BothShapes
  void addressOfAFamilyThatTheEngineLacksIsRefused(Shape shape) throws Exception {
    SocketAddress strange = new Strange();
    try (TestServer server = server(shape)) {
      family(assertThrows(SystemCallException.class, () -> server.io().listen(strange)), strange);
      family(failure(server, strange, PortOptions.defaults()), strange);
      Listener listener = server.listen();
      SystemCallException local =
          failure(server, listener.localAddress(), PortOptions.defaults().localAddress(strange));
      family(local, strange);
      assertEquals("bind", local.call());
      stillWorks(server);
    }
  }

  @BothShapes
  void unresolvedAddressIsRefused(Shape shape) throws Exception {
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    try (TestServer server = server(shape)) {
      illegal(() -> server.io().listen(unresolved), "nowhere.invalid", "not resolved");
      illegal(() -> server.io().connect(unresolved), "nowhere.invalid", "not resolved");
      illegal(
          () -> PortOptions.defaults().localAddress(unresolved),
          "localAddress is nowhere.invalid",
          "must be resolved");
      stillWorks(server);
    }
  }

  @BothShapes
  void localAddressOfAnotherHostIsRefused(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      SystemCallException cause =
          failure(server, listener.localAddress(), PortOptions.defaults().localAddress(ELSEWHERE));
      elsewhere(cause);
      elsewhere(assertThrows(SystemCallException.class, () -> server.io().listen(ELSEWHERE)));
      stillWorks(server);
    }
  }

  private static void elsewhere(SystemCallException cause) {
    assertEquals(Kind.ADDRESS_NOT_AVAILABLE, cause.kind(), cause.getMessage());
    assertTrue(
        String.valueOf(cause.getMessage()).startsWith("bind(192.0.2.1:0)"), cause.getMessage());
  }

  /** The peer is IPv4, and the address to connect from is not. */
  @BothShapes
  void localAddressOfAnotherFamilyIsRefused(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      SystemCallException cause =
          failure(
              server,
              listener.localAddress(),
              PortOptions.defaults().localAddress(Loopback.at("::1", 0)));
      assertEquals("bind", cause.call());
      assertTrue(String.valueOf(cause.getMessage()).contains("bind([0:0:0:0:0:0:0:1]:0)"));
      stillWorks(server);
    }
  }

  @BothShapes
  void closedPortSaysSo(Shape shape) throws Exception {
    SocketOption<Integer> option = StandardSocketOptions.SO_RCVBUF;
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        port.abort();
        server.expect(port, Closed.class);
        closed("getsockopt", assertThrows(SystemCallException.class, () -> port.option(option)));
        closed("setsockopt", assertThrows(SystemCallException.class, () -> port.option(option, 9)));
        assertEquals(-1, port.descriptor());
        assertNull(port.localAddress());
        assertNotNull(port.remoteAddress());
      }
      SocketAddress bound = listener.localAddress();
      listener.close();
      server.expect(listener, Closed.class);
      closed("getsockopt", assertThrows(SystemCallException.class, () -> listener.option(option)));
      closed(
          "setsockopt", assertThrows(SystemCallException.class, () -> listener.option(option, 9)));
      assertEquals(-1, listener.descriptor());
      assertEquals(bound, listener.localAddress());
      stillWorks(server);

      Port port = server.connect(bound);
      server.expect(port, Failed.class);
      server.expect(port, Closed.class);
      closed("getsockopt", assertThrows(SystemCallException.class, () -> port.option(option)));
      server.io().close();
      String message =
          assertThrows(IllegalStateException.class, () -> port.option(option)).getMessage();
      assertEquals("the server is closed", message);
      assertEquals(-1, port.descriptor());
      assertEquals(-1, listener.descriptor());
    }
  }

  /** A connection still comes about, and an echo over it. */
  private static void stillWorks(TestServer server) throws Exception {
    Listener listener = server.listen(PortOptions.defaults());
    Port client = server.connect(listener.localAddress());
    server.expect(client, Connected.class);
    Port port = server.accept(listener);
    client.send(Bytes.of("still"));
    client.flush();
    assertEquals("still", Bytes.text(Bytes.receive(port, 5)));
    for (Port each : List.of(client, port)) {
      each.abort();
      server.until("closed", () -> LifecycleConformance.drained(each));
    }
    listener.close();
    server.expect(listener, Closed.class);
  }

  /** An address of a family that nobody has. */
  private static final class Strange extends SocketAddress {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      return "strange";
    }
  }

  /** What a connect fails with. */
  private static SystemCallException failure(
      TestServer server, SocketAddress remote, PortOptions options) throws InterruptedException {
    Port port = server.connect(remote, options);
    Failed failed = server.expect(port, Failed.class);
    server.expect(port, Closed.class);
    return assertInstanceOf(SystemCallException.class, failed.cause());
  }

  private void unknown(String call, SystemCallException cause) {
    String message = String.valueOf(cause.getMessage());
    assertEquals(Kind.NOT_SUPPORTED, cause.kind(), message);
    assertEquals(call + "(SO_NOBODYS)", cause.call());
    assertTrue(message.startsWith(cause.call() + "("), message);
    assertTrue(message.contains("the " + engine() + " engine has "), message);
    assertTrue(message.contains("SO_RCVBUF"), message);
    if (call.equals("setsockopt")) {
      assertTrue(message.contains("(7, "), message);
    }
  }

  private void family(SystemCallException cause, SocketAddress address) {
    String message = String.valueOf(cause.getMessage());
    assertEquals(Kind.NOT_SUPPORTED, cause.kind(), message);
    assertTrue(message.contains("(" + address + ")"), message);
    assertTrue(message.contains("the " + engine() + " engine has IPv4 and IPv6"), message);
  }

  private static void closed(String call, SystemCallException cause) {
    String message = String.valueOf(cause.getMessage());
    assertEquals(Kind.BAD_DESCRIPTOR, cause.kind(), message);
    assertEquals(call + "(SO_RCVBUF)", cause.call());
    assertTrue(message.contains("closed"), message);
  }

  private static void illegal(Executable action, String... parts) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  /** What a compiler does not let pass. */
  @SuppressWarnings("unchecked") // on purpose: the value will not fit
  private static SocketOption<Object> forced(SocketOption<?> option) {
    return (SocketOption<Object>) option;
  }
}
