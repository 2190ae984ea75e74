package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
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
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * Socket options: those that an engine has take effect in every way to set them, as the system says
 * when it is asked; those that it lacks are refused with what there is instead.
 */
public abstract class OptionsConformance extends Conformance {

  /** What the system may make of a value. */
  private enum Reading {
    /** It says the same. */
    SAME,
    /** It says the same, or twice as much: Linux counts its own overhead. */
    UP_TO_TWICE,
    /** It says what has happened since: any number. */
    ANY
  }

  /** An option, and a value that no socket has by itself. */
  private record Setting(SocketOption<?> option, Object value, Reading reading) {

    Setting(SocketOption<?> option, Object value) {
      this(option, value, Reading.SAME);
    }

    String name() {
      return option.name();
    }
  }

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(StandardSocketOptions.SO_KEEPALIVE, true),
          new Setting(StandardSocketOptions.SO_LINGER, 1),
          new Setting(StandardSocketOptions.SO_RCVBUF, 70_000, Reading.UP_TO_TWICE),
          new Setting(StandardSocketOptions.SO_SNDBUF, 71_000, Reading.UP_TO_TWICE),
          new Setting(StandardSocketOptions.SO_REUSEADDR, true),
          new Setting(StandardSocketOptions.SO_REUSEPORT, true),
          // On by default in PortOptions.
          new Setting(StandardSocketOptions.TCP_NODELAY, false),
          new Setting(StandardSocketOptions.IP_TOS, 0x10),
          new Setting(ExtendedSocketOptions.TCP_KEEPIDLE, 1_234),
          new Setting(ExtendedSocketOptions.TCP_KEEPINTERVAL, 17),
          new Setting(ExtendedSocketOptions.TCP_KEEPCOUNT, 5),
          new Setting(ExtendedSocketOptions.TCP_QUICKACK, true),
          new Setting(IoSocketOptions.TCP_KEEPIDLE, 4_321),
          new Setting(IoSocketOptions.TCP_KEEPINTERVAL, 19),
          new Setting(IoSocketOptions.TCP_KEEPCOUNT, 6),
          new Setting(IoSocketOptions.TCP_QUICKACK, true),
          new Setting(IoSocketOptions.TCP_USER_TIMEOUT, 12_345),
          new Setting(IoSocketOptions.SO_PRIORITY, 5),
          // The next packet changes it.
          new Setting(IoSocketOptions.SO_INCOMING_CPU, 0, Reading.ANY),
          new Setting(IoSocketOptions.SO_BUSY_POLL, 20));

  /** What every engine has. */
  private static final Set<String> EVERYWHERE =
      Set.of("SO_KEEPALIVE", "SO_LINGER", "SO_RCVBUF", "SO_SNDBUF", "TCP_NODELAY");

  private static final Set<String> KEEP_ALIVE =
      Set.of("TCP_KEEPIDLE", "TCP_KEEPINTERVAL", "TCP_KEEPCOUNT");

  /** What Linux has besides. */
  private static final Set<String> LINUX =
      Set.of(
          "SO_REUSEADDR",
          "SO_REUSEPORT",
          "IP_TOS",
          "TCP_QUICKACK",
          "TCP_USER_TIMEOUT",
          "SO_PRIORITY",
          "SO_INCOMING_CPU",
          "SO_INCOMING_NAPI_ID",
          "SO_BUSY_POLL");

  private static final boolean ON_LINUX = isSystem("linux");
  private static final boolean ON_WINDOWS = isSystem("windows");

  /** For subclasses. */
  protected OptionsConformance() {}

  /** What the engine under test must have; it must refuse the rest. */
  private Set<String> had() {
    Set<String> had = new HashSet<>(EVERYWHERE);
    switch (engine()) {
      case "epoll" -> {
        had.addAll(KEEP_ALIVE);
        had.addAll(LINUX);
      }
      case "nio" -> {
        had.addAll(KEEP_ALIVE);
        had.addAll(Set.of("SO_REUSEADDR", "IP_TOS"));
        if (!ON_WINDOWS) {
          had.add("SO_REUSEPORT");
        }
        if (ON_LINUX) {
          had.addAll(Set.of("TCP_QUICKACK", "SO_INCOMING_NAPI_ID"));
        }
      }
      case "kqueue" -> had.addAll(Set.of("SO_REUSEADDR", "SO_REUSEPORT"));
      case "iocp" -> {
        // Those alone.
      }
      default -> throw new AssertionError("write down what " + engine() + " has");
    }
    return had;
  }

  /**
   * What depends on the system that the engine runs on, and not on the engine alone: either it is
   * refused, or it works.
   */
  private Set<String> mayHave() {
    Set<String> may = new HashSet<>();
    if (engine().equals("kqueue")) {
      may.addAll(KEEP_ALIVE);
      may.addAll(LINUX);
    }
    return may;
  }

  /**
   * The wish to bind in spite of old connections is met on Windows without that option, which would
   * take an address away from others: engines there take it for a listener and do nothing.
   */
  private boolean isMetOtherwise(Setting setting) {
    return engine().equals("iocp") && setting.name().equals("SO_REUSEADDR");
  }

  @BothShapes
  void optionsOfAConnectingPort(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (Setting setting : SETTINGS) {
        if (isMetOtherwise(setting)) {
          continue;
        }
        PortOptions options = with(setting.option(), setting.value());
        Port port = server.connect(listener.getLocalSocketAddress(), options);
        Message first = server.next(port);
        if (first instanceof Failed failed) {
          refused(
              "setsockopt", setting, assertInstanceOf(SystemCallException.class, failed.cause()));
        } else {
          assertInstanceOf(Connected.class, first);
          // Open while it is asked: the peer's end, too, would end TCP_QUICKACK.
          try (Socket _ = listener.accept()) {
            accepted(setting, ask(port, setting));
          }
          port.close();
        }
        server.expect(port, Closed.class);
      }
    }
  }

  @BothShapes
  void optionsOfAcceptedPorts(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      for (Setting setting : SETTINGS) {
        if (isMetOtherwise(setting)) {
          continue;
        }
        Listener listener;
        try {
          listener = server.listen(with(setting.option(), setting.value()));
        } catch (SystemCallException e) {
          refused("setsockopt", setting, e);
          continue;
        }
        try (Peer _ = Peer.connect(listener.localAddress())) {
          Port port = server.accept(listener);
          accepted(setting, ask(port, setting));
          port.abort();
          server.expect(port, Closed.class);
        }
        listener.close();
        server.expect(listener, Closed.class);
      }
    }
  }

  @BothShapes
  void optionsOfAStandingPort(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        for (Setting setting : SETTINGS) {
          try {
            set(port, setting);
          } catch (SystemCallException e) {
            refused("setsockopt", setting, e);
            if (!isKnownHere(setting)) {
              refused(
                  "getsockopt",
                  setting,
                  assertThrows(SystemCallException.class, () -> port.option(setting.option())));
            }
            continue;
          }
          accepted(setting, ask(port, setting));
        }
        port.abort();
        server.expect(port, Closed.class);
      }
    }
  }

  /** What the listening socket itself has; its ports may inherit it, and may not. */
  @BothShapes
  void optionsOfAListener(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      for (Setting setting : SETTINGS) {
        if (isMetOtherwise(setting) || isOfConnectionsAlone(setting)) {
          continue;
        }
        Listener listener;
        try {
          listener =
              server.listen(
                  withListening(ListenOptions.defaults(), setting.option(), setting.value()));
        } catch (SystemCallException e) {
          refused("setsockopt", setting, e);
          Listener plain = server.listen();
          refused(
              "setsockopt",
              setting,
              assertThrows(SystemCallException.class, () -> set(plain, setting)));
          plain.close();
          server.expect(plain, Closed.class);
          continue;
        }
        accepted(setting, listener.option(setting.option()));
        set(listener, setting);
        accepted(setting, listener.option(setting.option()));
        listener.close();
        server.expect(listener, Closed.class);
      }
    }
  }

  /** Who reads it has it from the system, and nobody sets it. */
  @BothShapes
  void incomingNapiIdIsReadOnly(Shape shape) throws Exception {
    SocketOption<Integer> option = ExtendedSocketOptions.SO_INCOMING_NAPI_ID;
    Setting setting = new Setting(option, 1, Reading.ANY);
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        refusedAlways(
            "setsockopt",
            setting,
            assertThrows(SystemCallException.class, () -> port.option(option, 1)));
        try {
          accepted(setting, port.option(option));
        } catch (SystemCallException e) {
          refused("getsockopt", setting, e);
        }
        port.abort();
        server.expect(port, Closed.class);
      }
    }
  }

  /** The kernel leaves the mode by itself; a port that was opened with it goes back to it. */
  @BothShapes
  void quickAckIsSetAgainAfterEachReceive(Shape shape) throws Exception {
    SocketOption<Boolean> option = IoSocketOptions.TCP_QUICKACK;
    if (!had().contains(option.name())) {
      skip("this engine has no TCP_QUICKACK");
    }
    try (TestServer server = server(shape)) {
      for (boolean asked : new boolean[] {true, false}) {
        PortOptions ports = PortOptions.defaults().credit(PortOptions.UNLIMITED);
        Listener listener = server.listen(asked ? ports.option(option, true) : ports);
        try (Peer peer = Peer.connect(listener.localAddress())) {
          Port port = server.accept(listener);
          for (int i = 0; i < 3; i++) {
            port.option(option, false);
            assertFalse(port.option(option));
            peer.write((byte) i);
            assertEquals((byte) i, Bytes.take(server.expect(port, Data.class))[0]);
            assertEquals(asked, port.option(option));
          }
          port.abort();
          server.expect(port, Closed.class);
        }
      }
    }
  }

  @BothShapes
  void ipv6OnlyListenerTakesNoIpv4(Shape shape) throws Exception {
    if (!hasInet6()) {
      skip("this machine has no IPv6 loopback address");
    }
    ListenOptions only = ListenOptions.defaults().option(IoSocketOptions.IPV6_V6ONLY, true);
    Setting setting = new Setting(IoSocketOptions.IPV6_V6ONLY, true);
    try (TestServer server = server(shape)) {
      for (InetSocketAddress any :
          List.of(
              new InetSocketAddress(0), new InetSocketAddress(InetAddress.ofLiteral("::"), 0))) {
        Listener listener;
        try {
          listener = server.direct(server.io().listen(any, only));
        } catch (SystemCallException e) {
          assertEquals("nio", engine(), "refused: " + e);
          refusedAlways("setsockopt", setting, e);
          continue;
        }
        int number = Peer.port(listener.localAddress());
        assertEquals(true, listener.option(IoSocketOptions.IPV6_V6ONLY));
        assertThrows(
            IOException.class, () -> Peer.connect(Loopback.at("127.0.0.1", number)).close());
        try (Peer _ = Peer.connect(Loopback.at("::1", number))) {
          Port port = server.accept(listener);
          port.abort();
          server.expect(port, Closed.class);
        }
        listener.close();
        server.expect(listener, Closed.class);
      }
    }
  }

  /** Whether this machine can be reached by ::1. */
  static boolean hasInet6() {
    try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * What java.nio has of a connection only, what is a mode of a connection anyway, and what the
   * options of a listener's ports say by default, which go before its own.
   */
  private boolean isOfConnectionsAlone(Setting setting) {
    return setting.name().equals("TCP_QUICKACK")
        || setting.name().equals("TCP_NODELAY")
        || (engine().equals("nio")
            && had().contains(setting.name())
            && !setting.name().equals("SO_RCVBUF")
            && !setting.name().startsWith("SO_REUSE"));
  }

  private boolean isKnownHere(Setting setting) {
    return had().contains(setting.name()) || mayHave().contains(setting.name());
  }

  /** It was taken: it must be one that the engine has, and be what the system has now. */
  private void accepted(Setting setting, @Nullable Object found) {
    assertTrue(isKnownHere(setting), () -> setting + " was taken; add it to what there is");
    if (setting.option().type() == Integer.class) {
      int wanted = (Integer) setting.value();
      int is = assertInstanceOf(Integer.class, found);
      switch (setting.reading()) {
        case SAME -> assertEquals(wanted, is, setting.name());
        case UP_TO_TWICE ->
            assertTrue(is >= wanted && is <= 2 * wanted, () -> setting + " is " + is);
        case ANY -> assertTrue(is >= 0, () -> setting + " is " + is);
      }
    } else {
      assertEquals(setting.value(), found, setting.name());
    }
  }

  /** It was refused: it must be one that the engine lacks, and the message must help. */
  private void refused(String call, Setting setting, SystemCallException cause) {
    if (cause.kind() == Kind.PERMISSION_DENIED && setting.name().equals("SO_BUSY_POLL")) {
      System.out.println("!! NOT TESTED [" + engine() + "] " + cause.getMessage());
      return;
    }
    assertFalse(had().contains(setting.name()), () -> "refused: " + cause);
    refusedAlways(call, setting, cause);
  }

  private void refusedAlways(String call, Setting setting, SystemCallException cause) {
    assertEquals(Kind.NOT_SUPPORTED, cause.kind(), cause.getMessage());
    assertEquals(call + "(" + setting.name() + ")", cause.call());
    String message = String.valueOf(cause.getMessage());
    assertTrue(message.startsWith(cause.call() + "("), message);
    if (call.equals("setsockopt")) {
      assertTrue(message.contains("(" + setting.value() + ", "), message);
    }
    List<String> missing = new ArrayList<>(had());
    missing.removeIf(message.substring(message.indexOf("engine has"))::contains);
    assertEquals(List.of(), missing, message);
  }

  private static @Nullable Object ask(Port port, Setting setting) throws SystemCallException {
    return port.option(setting.option());
  }

  private static void set(Port port, Setting setting) throws SystemCallException {
    set(port, setting.option(), setting.value());
  }

  private static <T> void set(Port port, SocketOption<T> option, Object value)
      throws SystemCallException {
    port.option(option, option.type().cast(value));
  }

  private static void set(Listener listener, Setting setting) throws SystemCallException {
    set(listener, setting.option(), setting.value());
  }

  private static <T> void set(Listener listener, SocketOption<T> option, Object value)
      throws SystemCallException {
    listener.option(option, option.type().cast(value));
  }

  private static <T> PortOptions with(SocketOption<T> option, Object value) {
    return PortOptions.defaults().option(option, option.type().cast(value));
  }

  private static <T> ListenOptions withListening(
      ListenOptions options, SocketOption<T> option, Object value) {
    return options.option(option, option.type().cast(value));
  }

  private static boolean isSystem(String prefix) {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith(prefix);
  }
}
