package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.NanoClock;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.engine.spi.Waker;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An engine with one datagram socket, whose calls do what a test says, at a time of the test. */
final class ScriptedEngine implements ReadinessEngine {

  static final int ENOBUFS = 1;
  static final int EINVAL = 2;
  static final int ECONNREFUSED = 3;
  static final int EBADF = 4;

  private static final List<String> NAMES =
      List.of("", "ENOBUFS", "EINVAL", "ECONNREFUSED", "EBADF");

  private static final long DESCRIPTOR = 7;

  /** What the next calls return; when there is none, all is sent. */
  final ArrayDeque<Integer> sendResults = new ArrayDeque<>();

  /** What was sent: each element's length, and that of its segments. */
  final List<String> sent = new ArrayList<>();

  /** What the next calls to receive return; when there is none, they would block. */
  final ArrayDeque<Receive> receives = new ArrayDeque<>();

  /** A call to receive: fills the batch and says how many. */
  interface Receive {
    int into(DatagramBatch batch);
  }

  /** What the poller was told that the socket waits for, one after the other. */
  final List<Integer> interests = new ArrayList<>();

  /** How long the last poll was to wait. */
  long timeoutNanos;

  private final Calls calls = new Calls();
  long now;
  boolean isClosed;
  private long token;
  private int pendingReadiness;

  /** The socket is ready from the next poll on. */
  void ready(int readiness) {
    pendingReadiness |= readiness;
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public @Nullable String unavailabilityCause() {
    return null;
  }

  @Override
  public NanoClock clock() {
    return () -> now;
  }

  @Override
  public ErrorCodes errorCodes() {
    return new ErrorCodes() {
      @Override
      public String name(int code) {
        return NAMES.get(code);
      }

      @Override
      public String text(int code) {
        return "as the test says";
      }

      @Override
      public SystemCallException.Kind kind(int code) {
        return switch (code) {
          case ENOBUFS -> SystemCallException.Kind.NO_RESOURCES;
          case ECONNREFUSED -> SystemCallException.Kind.CONNECTION_REFUSED;
          case EBADF -> SystemCallException.Kind.BAD_DESCRIPTOR;
          default -> SystemCallException.Kind.OTHER;
        };
      }
    };
  }

  @Override
  public Poller openPoller(int maxEvents) {
    return new Events();
  }

  @Override
  public Sockets openSockets(Poller poller) {
    return (Sockets)
        Proxy.newProxyInstance(
            Sockets.class.getClassLoader(),
            new Class<?>[] {Sockets.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "datagrams" -> calls;
                  case "lastCall" -> "call";
                  case "maxGather" -> 1;
                  case "close" -> {
                    isClosed |= arguments != null;
                    yield method.getReturnType() == int.class ? 0 : null;
                  }
                  case "localAddress" -> null;
                  case "pendingError" -> 0;
                  default -> throw new AssertionError("not in the script: " + method);
                });
  }

  @Override
  public Map<String, String> features() {
    return Map.of();
  }

  /** The calls of the one socket. */
  private final class Calls implements DatagramSockets {
    @Override
    public Set<Feature> features() {
      return EnumSet.allOf(Feature.class);
    }

    @Override
    public long open(
        SocketAddress local,
        @Nullable SocketAddress remote,
        SocketOptions options,
        Set<Feature> wanted) {
      return DESCRIPTOR;
    }

    @Override
    public long openUnbound(boolean inet6, SocketOptions options, Set<Feature> wanted) {
      throw new AssertionError("not in the script");
    }

    @Override
    public int disconnect(long descriptor) {
      throw new AssertionError("not in the script");
    }

    @Override
    public int join(
        long descriptor,
        InetAddress group,
        @Nullable NetworkInterface on,
        @Nullable InetAddress source) {
      return 0;
    }

    @Override
    public int leave(
        long descriptor,
        InetAddress group,
        @Nullable NetworkInterface on,
        @Nullable InetAddress source) {
      return 0;
    }

    @Override
    public int receive(long descriptor, DatagramBatch batch, int most) {
      Receive next = receives.poll();
      return next == null ? ErrorCodes.WOULD_BLOCK : next.into(batch);
    }

    @Override
    public int send(long descriptor, DatagramBatch batch, int first, int count) {
      Integer result = sendResults.poll();
      int taken = result == null ? count : result;
      for (int i = first; i < first + taken; i++) {
        sent.add(batch.length[i] + (batch.segment[i] > 0 ? "/" + batch.segment[i] : ""));
      }
      return taken;
    }
  }

  /** Reports what the test wants of the one socket. */
  private final class Events implements Poller {
    private int readiness;

    @Override
    public boolean isEdgeTriggered() {
      return true;
    }

    @Override
    public int add(long descriptor, long registered, int interest) {
      token = registered;
      interests.add(interest);
      return 0;
    }

    @Override
    public int modify(long descriptor, long registered, int held, int wanted) {
      interests.add(wanted);
      return 0;
    }

    @Override
    public int remove(long descriptor, long registered, int held) {
      return REMOVED;
    }

    @Override
    public int poll(long timeout) {
      timeoutNanos = timeout;
      readiness = pendingReadiness;
      pendingReadiness = 0;
      return readiness == 0 ? 0 : 1;
    }

    @Override
    public long token(int index) {
      return token;
    }

    @Override
    public int ready(int index) {
      return readiness;
    }

    @Override
    public String callName(boolean change) {
      return "poll";
    }

    @Override
    public Waker waker() {
      return () -> 0;
    }

    @Override
    public long resolutionNanos() {
      return 1;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
