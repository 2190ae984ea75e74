package dev.ioserver.bench.peer;

import dev.ioserver.bindings.linux.LinuxBindings;
import dev.ioserver.engine.EngineInfo;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Segments;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.netty.IoServerNetty;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The names of the peers, and whether each of them can run on this machine. */
public final class Peers {

  /** This project on the system's own poller: epoll on Linux. */
  public static final String IOSERVER = "ioserver";

  /** This project on java.nio. */
  public static final String IOSERVER_NIO = "ioserver-nio";

  /** This project's raw selector with socket calls above it: no ports, no messages. */
  public static final String IOSERVER_SELECTOR = "ioserver-selector";

  /** As {@link #IOSERVER}, but it looks at the kernel for a while before it blocks. */
  public static final String IOSERVER_ADAPTIVE = "ioserver-adaptive";

  /** As {@link #IOSERVER}, but it never blocks. */
  public static final String IOSERVER_BUSY = "ioserver-busy";

  /** Datagrams as {@link #IOSERVER}, to a handler of what each call to the system has brought. */
  public static final String IOSERVER_BATCH = "ioserver-batch";

  /** The same, where the kernel takes and gives several datagrams as one. */
  public static final String IOSERVER_SEGMENTS = "ioserver-segments";

  /** As {@link #IOSERVER}, where the loop itself does the long work of TLS handshakes. */
  public static final String IOSERVER_INLINE = "ioserver-inline";

  /** The JDK's engine of TLS over a socket that blocks, with nothing above it. */
  public static final String SSL_ENGINE = "sslengine";

  /** The same, with records in native memory. */
  public static final String SSL_ENGINE_DIRECT = "sslengine-direct";

  /** A channel of this project, received from on a loop's own thread. */
  public static final String IOSERVER_CHANNEL = "ioserver-channel";

  /** A loop on java.nio in its leanest form: a handler is called for each ready key. */
  public static final String JAVA_NIO = "java.nio";

  /** The loop on java.nio that everybody writes: a walk through the set of selected keys. */
  public static final String JAVA_NIO_KEYS = "java.nio-keys";

  public static final String NETTY_NIO = "netty-nio";
  public static final String NETTY_EPOLL = "netty-epoll";
  public static final String NETTY_IO_URING = "netty-io_uring";

  /** As {@link #NETTY_EPOLL}, where the kernel takes and gives several datagrams as one. */
  public static final String NETTY_EPOLL_SEGMENTS = "netty-epoll-segments";

  /** Netty over this project's raw selector, by its transport. */
  public static final String NETTY_IOSERVER = "netty-ioserver";

  /** Netty's wake-up alone, without the task that execute puts into a queue. */
  public static final String NETTY_EPOLL_WAKEUP = "netty-epoll-wakeup";

  public static final String NETTY_NIO_WAKEUP = "netty-nio-wakeup";
  public static final String LOCK_SUPPORT = "LockSupport";

  /** An eventfd and epoll_wait, called from Java with nothing in between. */
  public static final String EVENTFD = "eventfd";

  /** epoll_wait, called from Java with nothing in between. */
  public static final String EPOLL_WAIT = "epoll_wait";

  /** Agrona's wheel of deadlines. */
  public static final String AGRONA = "agrona";

  public static final String JOX = "jox";
  public static final String JCTOOLS = "jctools";

  public static final String ARRAY_BLOCKING_QUEUE = "ArrayBlockingQueue";
  public static final String LINKED_TRANSFER_QUEUE = "LinkedTransferQueue";
  public static final String CONCURRENT_LINKED_QUEUE = "ConcurrentLinkedQueue";

  /** A program in C, compiled here. */
  public static final String C = "c";

  /** Echoes over Unix sockets, each as its namesake over TCP. */
  public static final String IOSERVER_UNIX = "ioserver-unix";

  public static final String JAVA_NIO_UNIX = "java.nio-unix";
  public static final String NETTY_EPOLL_UNIX = "netty-epoll-unix";
  public static final String C_UNIX = "c-unix";

  /** Datagrams in C, where the kernel takes and gives several as one. */
  public static final String C_SEGMENTS = "c-segments";

  /** A program in Rust on mio, compiled here. */
  public static final String MIO = "mio";

  private static final String AVAILABLE = "";
  private static final Map<String, String> CAUSES = new ConcurrentHashMap<>();

  private Peers() {}

  /** Why a peer cannot run here, or null if it can. Programs are compiled by the first call. */
  public static @Nullable String unavailabilityCause(String peer) {
    String cause = CAUSES.computeIfAbsent(peer, Peers::look);
    return cause.equals(AVAILABLE) ? null : cause;
  }

  /**
   * Makes sure that a peer can run here.
   *
   * @throws UnsupportedOperationException if it cannot, saying why
   */
  public static void require(String peer) {
    String cause = unavailabilityCause(peer);
    if (cause != null) {
      throw new UnsupportedOperationException("no " + peer + " here: " + cause);
    }
  }

  /** The name of the engine behind a peer of ours. */
  public static String engine(String peer) {
    if (peer.equals(IOSERVER_NIO)) {
      return "nio";
    }
    for (EngineInfo engine : EngineInfo.all()) {
      if (engine.unavailabilityCause() == null && !engine.name().equals("nio")) {
        return engine.name();
      }
    }
    throw new UnsupportedOperationException("no engine but nio can run here");
  }

  private static String look(String peer) {
    return switch (peer) {
      case IOSERVER,
          IOSERVER_ADAPTIVE,
          IOSERVER_BUSY,
          IOSERVER_CHANNEL,
          IOSERVER_INLINE,
          IOSERVER_BATCH,
          IOSERVER_UNIX ->
          ofKernelEngine();
      case IOSERVER_SEGMENTS -> orAvailable(ofSegments());
      case IOSERVER_SELECTOR, EVENTFD, EPOLL_WAIT ->
          orAvailable(LinuxBindings.unavailabilityCause());
      case NETTY_EPOLL, NETTY_EPOLL_WAKEUP, NETTY_EPOLL_SEGMENTS, NETTY_EPOLL_UNIX ->
          of(Epoll.isAvailable() ? null : Epoll.unavailabilityCause());
      case NETTY_IOSERVER -> of(IoServerNetty.unavailabilityCause());
      case NETTY_IO_URING -> of(IoUring.isAvailable() ? null : IoUring.unavailabilityCause());
      case C, C_UNIX -> orAvailable(NativeProgram.ECHO_C.unavailabilityCause());
      case C_SEGMENTS -> orAvailable(NativeProgram.DATAGRAMS_C.unavailabilityCause());
      case MIO -> orAvailable(NativeProgram.ECHO_MIO.unavailabilityCause());
      default -> AVAILABLE;
    };
  }

  private static String ofKernelEngine() {
    StringBuilder causes = new StringBuilder();
    for (EngineInfo engine : EngineInfo.all()) {
      if (engine.name().equals("nio")) {
        continue;
      }
      if (engine.unavailabilityCause() == null) {
        return AVAILABLE;
      }
      causes.append(engine.name()).append(": ").append(engine.unavailabilityCause());
    }
    return causes.isEmpty() ? "there is no engine but nio" : causes.toString();
  }

  private static @Nullable String ofSegments() {
    String cause = ofKernelEngine();
    if (!cause.isEmpty()) {
      return cause;
    }
    DatagramOptions options = DatagramOptions.defaults().segments(Segments.ON);
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (IoServer io = IoServer.open(IoServerOptions.defaults().callerRuns())) {
      io.bind(loopback, options).close();
      return null;
    } catch (SystemCallException | UnsupportedOperationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String orAvailable(@Nullable String cause) {
    return cause == null ? AVAILABLE : cause;
  }

  private static String of(@Nullable Throwable cause) {
    if (cause == null) {
      return AVAILABLE;
    }
    Throwable root = cause;
    for (Throwable next = root.getCause(); next != null; next = root.getCause()) {
      root = next;
    }
    return String.valueOf(root.getMessage());
  }
}
