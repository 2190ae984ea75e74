package dev.ioserver.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.testkit.fixture.ChildJava;
import io.netty.channel.IoHandlerFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class IoServerNettyTest {

  @Test
  @ExtendWith(ServedHere.class)
  void whatIsAvailableIsNamed() {
    assertTrue(IoServerNetty.isAvailable());
    assertNull(IoServerNetty.unavailabilityCause());
    IoServerNetty.ensureAvailability();
    assertTrue(List.of("epoll", "kqueue", "iocp", "nio").contains(IoServerNetty.engine()));
    IoHandlerFactory factory = IoServerNetty.newFactory();
    assertTrue(factory.isChangingThreadSupported());
    assertSame(IoServerSocketChannel.class, IoServerNetty.socketChannelClass());
    assertSame(IoServerServerSocketChannel.class, IoServerNetty.serverSocketChannelClass());
    assertSame(IoServerDomainSocketChannel.class, IoServerNetty.domainSocketChannelClass());
    assertSame(
        IoServerServerDomainSocketChannel.class, IoServerNetty.serverDomainSocketChannelClass());
  }

  @Test
  @ExtendWith(ServedHere.class)
  void loopsOfAnotherEngineThanTheChannelsAreRefused() {
    String other = IoServerNetty.engine().equals("nio") ? "epoll" : "nio";
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> IoServerIoHandler.newFactory(SelectorOptions.defaults().engine(other)))
            .getMessage();
    assertTrue(message.contains("-Dioserver.engine=" + other), message);
  }

  @Test
  void nettyOfThisBuildFits() {
    assertNull(NettyInUse.unfitness());
  }

  /** The engine of java.nio needs no descriptors of the kernel, and no native access. */
  @Test
  void engineOfTheJdkNeedsNoNativeAccess(@TempDir Path folder) throws Exception {
    String said = run(folder, "nio", "--illegal-native-access=deny");
    assertTrue(said.lines().anyMatch("nio"::equals), said);
    assertFalse(said.contains("restricted method"), said);
  }

  @Test
  void engineThatIsNotThereIsACause(@TempDir Path folder) throws Exception {
    String said = run(folder, "nowhere");
    assertTrue(said.contains("there is no engine 'nowhere' (-Dioserver.engine)"), said);
  }

  private static String run(Path folder, String engine, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(ChildJava.command(Say.class));
    if (arguments.length > 0) {
      command.removeIf(argument -> argument.startsWith("--enable-native-access"));
    }
    // Before the first that is not about the engine, so that it counts.
    int at = command.indexOf("-ea");
    command.add(at, "-Dioserver.engine=" + engine);
    command.addAll(at, List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the process does not end");
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  /** Says what {@link IoServerNetty} says. */
  static final class Say {

    private Say() {}

    /** No arguments. */
    public static void main(String[] args) {
      Throwable cause = IoServerNetty.unavailabilityCause();
      assertEquals(cause == null, IoServerNetty.isAvailable());
      System.out.println(cause == null ? IoServerNetty.engine() : "unavailable: " + cause);
      if (cause != null) {
        Error error = assertThrows(UnsatisfiedLinkError.class, IoServerNetty::ensureAvailability);
        assertSame(cause, error.getCause());
        assertNotNull(assertThrows(UnsatisfiedLinkError.class, IoServerNetty::newFactory));
        assertThrows(UnsatisfiedLinkError.class, IoServerSocketChannel::new);
      } else {
        new IoServerSocketChannel().unsafe().closeForcibly();
      }
    }
  }
}
