package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of errors names every exception and every kind; its programs meet some of them. */
@Timeout(180)
class ErrorsGuideTest {

  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private static final Path ENGINE =
      ROOT.resolve("engine/src/main/java").resolve("dev/ioserver/engine");

  private static final Pattern THROWS = Pattern.compile("@throws (\\w+)");
  private static final Pattern DECLARED =
      Pattern.compile(
          "public (?:final |abstract )*class (\\w+) extends \\w*(?:Exception|Error)\\b");

  // @start region="failed"
  /** What to do when a port of ours could not be connected, or has failed later. */
  static String whatNext(Failed failed) {
    return switch (failed.cause()) {
      case SystemCallException e ->
          switch (e.kind()) {
            case CONNECTION_REFUSED, TIMED_OUT, UNREACHABLE -> "try again later";
            case CONNECTION_RESET -> "the peer is gone: connect again";
            case TOO_MANY_DESCRIPTORS, NO_RESOURCES -> "shed load: " + e.getMessage();
            default -> "look into it: " + e.getMessage();
          };
      case FrameTooLongException e -> "the peer does not speak our protocol: " + e.length();
      default -> "look into it: " + failed.cause();
    };
  }

  // @end

  @Test
  void everyExceptionIsOnThePage() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String exported : new String[] {"", "api", "memory", "spi"}) {
      try (Stream<Path> files = Files.list(ENGINE.resolve(exported))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String source = Files.readString(file);
          THROWS.matcher(source).results().forEach(match -> names.add(match.group(1)));
          DECLARED.matcher(source).results().forEach(match -> names.add(match.group(1)));
        }
      }
    }
    assertTrue(names.contains("SystemCallException"), names::toString);
    assertTrue(names.contains("FrameTooLongException"), names::toString);
    names.removeIf(page()::contains);
    assertEquals(Set.of(), names, "exceptions that docs/guide/errors.md does not name");
  }

  @Test
  void everyKindIsOnThePage() throws IOException {
    String page = page();
    for (SystemCallException.Kind kind : SystemCallException.Kind.values()) {
      assertTrue(page.contains("`" + kind + "`"), () -> "errors.md does not name " + kind);
    }
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/guide/errors.md"));
  }

  @Test
  void refused() throws Exception {
    try (IoServer io = IoServer.open()) {
      SocketAddress nobody;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        nobody = socket.getLocalSocketAddress();
      }
      Port port = io.connect(nobody);
      assertEquals("try again later", whatNext(failure(port)));
      // @start region="closed"
      ChannelClosedException over = assertThrows(ChannelClosedException.class, port::receive);
      SystemCallException cause = (SystemCallException) over.getCause();
      assertEquals(SystemCallException.Kind.CONNECTION_REFUSED, cause.kind());
      // @end
    }
  }

  @Test
  void frameTooLong() throws Exception {
    PortOptions framed = PortOptions.defaults().framing(Framing.lengthPrefix(2, 100)).credit(1);
    try (IoServer io = IoServer.open();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Port port = io.connect(server.getLocalSocketAddress(), framed);
      try (Socket peer = server.accept()) {
        peer.getOutputStream().write(new byte[] {1, 0});
        assertTrue(whatNext(failure(port)).endsWith(": 256"));
      }
    }
  }

  /** Failed, and then Closed as the last message. */
  private static Failed failure(Port port) throws InterruptedException {
    Failed failed = null;
    Message last = null;
    while (!port.isDone()) {
      last = port.receive();
      failed = last instanceof Failed told ? told : failed;
    }
    assertTrue(last instanceof Closed, String.valueOf(last));
    if (failed == null) {
      throw new AssertionError("it closed without a failure");
    }
    return failed;
  }

  @Test
  void addressInUseAndNoSuchEngine() throws Exception {
    try (IoServer io = IoServer.open();
        Listener listener = io.listen(Loopback.anyPort())) {
      SystemCallException taken =
          assertThrows(SystemCallException.class, () -> io.listen(listener.localAddress()));
      assertEquals(SystemCallException.Kind.ADDRESS_IN_USE, taken.kind());
      assertFalse(taken.codeName().isEmpty());
    }
    EngineUnavailableException none =
        assertThrows(
            EngineUnavailableException.class,
            () -> IoServer.open(IoServerOptions.defaults().engine("no-such-engine")));
    assertTrue(none.getMessage().contains("there are "), none.getMessage());
  }
}
