package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Watch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Linux makes descriptors of, watched as its libraries hand them out. */
@Timeout(90)
class LinuxWatchTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** In a {@code struct inotify_event}: the mask, the length of the name, and the name. */
  private static final int MASK_AT = 4;

  private static final int NAME_AT = 16;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment buffer = arena.allocate(4_096);
  private final MemorySegment one = arena.allocate(1);
  private final List<Integer> open = new ArrayList<>();
  private final IoServer io;

  LinuxWatchTest() throws SystemCallException {
    io = IoServer.open(IoServerOptions.defaults().engine("epoll").name("watching"));
  }

  /** What was watched is still open, after its watch and its server are closed: this closes it. */
  @AfterEach
  void closeAll() {
    io.close();
    open.forEach(ForeignCalls::close);
  }

  @Test
  void bothEndsOfAPipe() throws Exception {
    int[] pipe = pipe(ForeignCalls.O_NONBLOCK);
    Watch reading = io.watch(pipe[0], Interest.READ);
    assertNull(reading.tryReceive());
    ForeignCalls.write(pipe[1], one);
    assertEquals(new Ready(reading, Interest.READ), reading.receive(LONG));
    assertEquals(1, ForeignCalls.read(pipe[0], buffer));
    Watch writing = io.watch(pipe[1], Interest.WRITE);
    assertEquals(new Ready(writing, Interest.WRITE), writing.receive(LONG));
    while (ForeignCalls.write(pipe[1], buffer) > 0) {
      // Until it is full: nobody else reads it.
    }
    assertNull(writing.receive(Duration.ofMillis(5)));
    assertInstanceOf(Ready.class, reading.receive(LONG));
    while (ForeignCalls.read(pipe[0], buffer) > 0) {
      // Until it is empty.
    }
    assertEquals(new Ready(writing, Interest.WRITE), writing.receive(LONG));
  }

  @Test
  void aPipeWhoseOtherEndIsGoneSaysSo() throws Exception {
    int[] pipe = ForeignCalls.pipe(ForeignCalls.O_NONBLOCK);
    int[] other = ForeignCalls.pipe(ForeignCalls.O_NONBLOCK);
    open.add(pipe[0]);
    open.add(other[1]);
    Watch reading = io.watch(pipe[0], Interest.READ);
    Watch writing = io.watch(other[1], Interest.NONE);
    ForeignCalls.close(pipe[1]);
    Ready end = assertInstanceOf(Ready.class, reading.receive(LONG));
    assertTrue(end.isReadable());
    assertTrue((end.readiness() & Interest.PEER_CLOSED) != 0, end::toString);
    assertEquals(0, ForeignCalls.read(pipe[0], buffer));
    ForeignCalls.close(other[0]);
    assertNull(writing.receive(Duration.ofMillis(5)), "without interest not even an error is told");
    writing.interest(Interest.WRITE);
    Ready error = assertInstanceOf(Ready.class, writing.receive(LONG));
    assertTrue(error.isWritable());
    assertTrue((error.readiness() & Interest.ERROR) != 0, error::toString);
  }

  /** A descriptor in blocking mode: one read for each message never blocks. */
  @Test
  void aPipeThatBlocks() throws Exception {
    int[] pipe = pipe(0);
    Watch watch = io.watch(pipe[0], Interest.READ);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    ForeignCalls.write(pipe[1], one);
                  }
                });
    long read = 0;
    while (read < 500) {
      assertInstanceOf(Ready.class, watch.receive(LONG));
      read += ForeignCalls.read(pipe[0], buffer);
    }
    writer.join();
    assertNull(watch.receive(Duration.ofMillis(5)));
  }

  @Test
  void aTimer() throws Exception {
    long began = System.nanoTime();
    int timer = remembered(ForeignCalls.timer(Duration.ofMillis(1)));
    Watch watch = io.watch(timer, Interest.READ);
    long expirations = 0;
    for (int i = 0; i < 20; i++) {
      assertInstanceOf(Ready.class, watch.receive(LONG));
      assertEquals(8, ForeignCalls.read(timer, buffer));
      expirations += buffer.get(JAVA_LONG, 0);
    }
    assertTrue(expirations >= 20, "expirations: " + expirations);
    assertTrue(System.nanoTime() - began >= 20_000_000, "early");
    assertEquals(timer, watch.descriptor());
  }

  @Test
  void noticesOfFiles(@TempDir Path directory) throws Exception {
    int notices = remembered(ForeignCalls.newFilesOf(directory));
    Watch watch = io.watch(notices, Interest.READ);
    assertNull(watch.tryReceive());
    for (String name : List.of("first", "second")) {
      Files.createFile(directory.resolve(name));
      assertInstanceOf(Ready.class, watch.receive(LONG));
      assertTrue(ForeignCalls.read(notices, buffer) > NAME_AT);
      assertEquals(ForeignCalls.IN_CREATE, buffer.get(JAVA_INT, MASK_AT));
      assertEquals(name, buffer.getString(NAME_AT));
    }
  }

  /** All of them and a connection, in one wait. */
  @Test
  void allInOneSelect(@TempDir Path directory) throws Exception {
    int[] pipe = pipe(ForeignCalls.O_NONBLOCK);
    int timer = remembered(ForeignCalls.timer(Duration.ofMillis(2)));
    int notices = remembered(ForeignCalls.newFilesOf(directory));
    Listener listener = io.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Port client = io.connect(listener.localAddress());
    Watch ofPipe = io.watch(pipe[0], Interest.READ | Interest.EDGE);
    Watch ofTimer = io.watch(timer, Interest.READ);
    Watch ofFiles = io.watch(notices, Interest.READ);
    Select<Message> select = Select.of(listener, client, ofPipe, ofTimer, ofFiles);
    int ticks = 0;
    int files = 0;
    int bytes = 0;
    int answers = 0;
    while (ticks < 10 || files < 10 || bytes < 10 || answers < 10) {
      Message message = select.receive(LONG);
      assertNotNull(message);
      switch (message) {
        case Accepted accepted -> select.add(accepted.port().active(16));
        case Connected connected -> connected.port().active(16).send(ByteBuffer.allocate(1));
        case Data data -> {
          answers++;
          data.port().active(1).send(data.bytes());
          data.release();
        }
        case Ready(Watch watch, _) when watch == ofTimer -> {
          assertEquals(8, ForeignCalls.read(timer, buffer));
          ticks++;
          Files.createFile(directory.resolve("file-" + ticks));
        }
        case Ready(Watch watch, _) when watch == ofFiles -> {
          assertTrue(ForeignCalls.read(notices, buffer) > 0);
          files++;
          ForeignCalls.write(pipe[1], one);
        }
        case Ready(Watch watch, _) when watch == ofPipe -> {
          while (ForeignCalls.read(pipe[0], one) == 1) {
            bytes++;
          }
        }
        default -> throw new AssertionError(message);
      }
    }
    select.close();
  }

  @Test
  void aFileAndADirectoryAreRefusedWithTheRemedy(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    for (Path path : List.of(file, directory)) {
      int descriptor = remembered(ForeignCalls.open(path));
      Watch watch = io.watch(descriptor, Interest.READ);
      SystemCallException cause = refusal(watch);
      assertEquals("epoll_ctl", cause.call());
      assertEquals("EPERM", cause.codeName());
      String message = String.valueOf(cause.getMessage());
      assertTrue(message.startsWith("epoll_ctl(descriptor " + descriptor + ")"), message);
      assertTrue(message.contains("always ready"), message);
      assertTrue(message.contains("on a thread of its own"), message);
    }
  }

  /** The number is a port's already: the port keeps it. */
  @Test
  void thePortsOwnDescriptorIsRefused() throws Exception {
    Listener listener = io.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    SystemCallException cause = refusal(io.watch(listener.descriptor(), Interest.READ));
    assertEquals("EEXIST", cause.codeName());
    assertTrue(String.valueOf(cause.getMessage()).contains("a port's own"), cause.getMessage());
    Port client = io.connect(listener.localAddress());
    assertInstanceOf(Accepted.class, listener.receive(LONG));
    client.close();
  }

  @Test
  void aDescriptorThatWasClosedUnderItsWatchIsToldWhenItMatters() throws Exception {
    int[] pipe = ForeignCalls.pipe(ForeignCalls.O_NONBLOCK);
    open.add(pipe[1]);
    Watch watch = io.watch(pipe[0], Interest.READ);
    ForeignCalls.write(pipe[1], one);
    assertInstanceOf(Ready.class, watch.receive(LONG));
    ForeignCalls.close(pipe[0]);
    watch.interest(Interest.READ | Interest.WRITE);
    SystemCallException cause = refusal(watch);
    assertEquals(SystemCallException.Kind.BAD_DESCRIPTOR, cause.kind());
    assertTrue(String.valueOf(cause.getMessage()).contains("closed"), cause.getMessage());
  }

  private static SystemCallException refusal(Watch watch) throws InterruptedException {
    Failed failed = assertInstanceOf(Failed.class, watch.receive(LONG));
    assertEquals(new Closed(watch), watch.receive(LONG));
    return assertInstanceOf(SystemCallException.class, failed.cause());
  }

  private int[] pipe(int flags) {
    int[] pipe = ForeignCalls.pipe(flags);
    open.add(pipe[0]);
    open.add(pipe[1]);
    return pipe;
  }

  private int remembered(int descriptor) {
    open.add(descriptor);
    return descriptor;
  }
}
