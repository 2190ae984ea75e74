package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.testkit.sim.kernel.SimSocket.State;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/** The socket calls of the simulated kernel. */
final class SimSockets implements Sockets {

  private static final int MOST_GATHERED = 4;
  private static final long SHORTAGE_NANOS = 5_000_000;
  private static final int MOST_REFUSALS = 20;

  private final SimKernel kernel;
  private final Dice dice;
  private final History history;
  private final SimDatagrams datagrams;
  private String lastCall = "";
  private int lastCode;
  private SocketAddress acceptedPeer = SimKernel.address(0);

  SimSockets(SimKernel kernel) {
    this.kernel = kernel;
    this.dice = kernel.dice;
    this.history = kernel.history;
    this.datagrams = new SimDatagrams(kernel, this);
  }

  @Override
  public long listen(SocketAddress address, int backlog, SocketOptions options) {
    called("listen", true);
    SimSocket socket = kernel.openNext();
    socket.state = State.LISTENING;
    socket.backlogLimit = backlog;
    kernel.listen(socket);
    return socket.descriptor;
  }

  @Override
  public long open(SocketAddress remote, @Nullable SocketAddress local, SocketOptions options) {
    called("socket", true);
    if (dice.hits(Fault.NO_DESCRIPTOR_OPEN, 0)) {
      history.add(() -> "    socket: EMFILE");
      return -SimCodes.EMFILE;
    }
    return kernel.openNext().descriptor;
  }

  @Override
  public int connect(long descriptor, SocketAddress remote) {
    called("connect", true);
    SimSocket socket = kernel.socket(descriptor);
    if (socket == null) {
      return -SimCodes.EBADF;
    }
    socket.remote = (InetSocketAddress) remote;
    boolean stands = kernel.network.connect(socket);
    history.add(() -> "    connect of " + socket + (stands ? ": stands" : ": in progress"));
    return stands ? 0 : ErrorCodes.IN_PROGRESS;
  }

  @Override
  public int finishConnect(long descriptor) {
    called("connect", true);
    SimSocket socket = kernel.socket(descriptor);
    if (socket == null) {
      return -SimCodes.EBADF;
    }
    if (socket.state == State.CONNECTING) {
      return ErrorCodes.IN_PROGRESS;
    }
    if (socket.error != 0) {
      return -socket.takeError();
    }
    return 0;
  }

  @Override
  public int pendingError(long descriptor) {
    called("getsockopt(SO_ERROR)", true);
    SimSocket socket = kernel.socket(descriptor);
    if (socket == null) {
      return -SimCodes.EBADF;
    }
    if (socket.error != 0 && socket instanceof SimDatagramSocket datagrams) {
      datagrams.countError();
    }
    int error = socket.error == 0 ? 0 : -socket.takeError();
    history.add(() -> "    pending error of " + socket + ": " + text(error));
    return error;
  }

  @Override
  public long accept(long listener, SocketOptions options) {
    called("accept", true);
    SimSocket socket = kernel.socket(listener);
    if (socket == null) {
      return -SimCodes.EBADF;
    }
    SimSocket waiting = socket.backlog.peek();
    if (waiting == null) {
      return ErrorCodes.WOULD_BLOCK;
    }
    if (dice.hits(Fault.NO_DESCRIPTOR_ACCEPT, socket.who)) {
      history.add(() -> "    accept: EMFILE");
      return -SimCodes.EMFILE;
    }
    if (dice.hits(Fault.NO_BUFFERS_ACCEPT, socket.who)) {
      history.add(() -> "    accept: ENOBUFS");
      return -SimCodes.ENOBUFS;
    }
    socket.backlog.remove();
    history.add(() -> "    accept: " + waiting);
    acceptedPeer = waiting.remote == null ? acceptedPeer : waiting.remote;
    return kernel.number(waiting);
  }

  @Override
  public SocketAddress acceptedPeer() {
    return acceptedPeer;
  }

  @Override
  public int receive(long descriptor, Chunk chunk, int offset, int length) {
    called("recv", true);
    kernel.seen(chunk);
    SimSocket socket = kernel.socket(descriptor);
    if (socket == null) {
      return -SimCodes.EBADF;
    }
    int available = Math.min(socket.input.size(), length);
    if (available == 0) {
      int result = receiveNothing(socket);
      history.add(() -> "    recv of " + socket + ": " + text(result));
      return result;
    }
    if (isShort(socket, Fault.NO_BUFFERS_READ)) {
      history.add(() -> "    recv of " + socket + ": ENOBUFS");
      return -SimCodes.ENOBUFS;
    }
    int n =
        dice.hits(Fault.SHORT_READ, socket.who)
            ? 1 + dice.number(6, socket.who, available)
            : available;
    for (int i = 0; i < n; i++) {
      chunk.segment().set(ValueLayout.JAVA_BYTE, offset + i, socket.input.take());
    }
    kernel.read(socket, n);
    if (n < length && socket.input.size() > 0) {
      // As if the rest had come just after.
      socket.changed();
    }
    history.add(() -> "    recv of " + socket + ": " + n + " bytes");
    return n;
  }

  private static int receiveNothing(SimSocket socket) {
    if (socket.endReceived) {
      return 0;
    }
    if (socket.error != 0) {
      return -socket.takeError();
    }
    return switch (socket.state) {
      case DEAD -> 0;
      case CONNECTED -> ErrorCodes.WOULD_BLOCK;
      default -> -SimCodes.ENOTCONN;
    };
  }

  @Override
  public int send(long descriptor, Chunk chunk) {
    return (int) send(descriptor, new Chunk[] {chunk}, 1);
  }

  @Override
  public long send(long descriptor, Chunk[] chunks, int count) {
    called("send", true);
    for (int i = 0; i < count; i++) {
      kernel.seen(chunks[i]);
    }
    SimSocket socket = kernel.socket(descriptor);
    if (socket == null) {
      return -SimCodes.EBADF;
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length += chunks[i].readable();
    }
    int result = mayWrite(socket, length);
    if (result > 0) {
      int left = result;
      for (int i = 0; i < count && left > 0; i++) {
        left -= copy(socket, chunks[i], left);
      }
      socket.countWritten(result);
    }
    int offered = length;
    history.add(() -> "    send of " + socket + ", " + offered + " bytes: " + text(result));
    return result;
  }

  private int mayWrite(SimSocket socket, int length) {
    if (socket.error != 0) {
      return -socket.takeError();
    }
    if (socket.shut || socket.state == State.DEAD) {
      socket.tellFailure();
      return -SimCodes.EPIPE;
    }
    if (socket.state != State.CONNECTED) {
      return -SimCodes.ENOTCONN;
    }
    int most = Math.min(socket.output.room(), length);
    if (most == 0) {
      socket.noRoom = true;
      return ErrorCodes.WOULD_BLOCK;
    }
    if (isShort(socket, Fault.NO_BUFFERS_WRITE)) {
      return -SimCodes.ENOBUFS;
    }
    return dice.hits(Fault.SHORT_WRITE, socket.who) ? 1 + dice.number(7, socket.who, most) : most;
  }

  /** Whether there are no buffers for this socket: for a while, in which to ask again is no use. */
  private boolean isShort(SimSocket socket, Fault fault) {
    if (kernel.now() < socket.shortUntil) {
      if (++socket.refusals > MOST_REFUSALS) {
        throw kernel.violated("spin", socket + " asks again and again for buffers");
      }
      return true;
    }
    if (!dice.hits(fault, socket.who)) {
      return false;
    }
    socket.shortUntil = kernel.now() + SHORTAGE_NANOS;
    socket.refusals = 0;
    return true;
  }

  private static int copy(SimSocket socket, Chunk chunk, int most) {
    int n = Math.min(most, chunk.readable());
    for (int i = 0; i < n; i++) {
      socket.output.add(chunk.segment().get(ValueLayout.JAVA_BYTE, chunk.readIndex() + i));
    }
    return n;
  }

  @Override
  public int maxGather() {
    return MOST_GATHERED;
  }

  @Override
  public int shutdownOutput(long descriptor) {
    called("shutdown", true);
    SimSocket socket = kernel.socket(descriptor);
    if (socket != null && socket.state == State.CONNECTED) {
      history.add(() -> "    shutdown of " + socket);
      socket.shut = true;
      socket.changed();
    }
    return 0;
  }

  @Override
  public int resetOnClose(long descriptor) {
    called("setsockopt(SO_LINGER)", false);
    SimSocket socket = kernel.socket(descriptor);
    if (socket != null) {
      socket.resetOnClose = true;
    }
    return 0;
  }

  @Override
  public int close(long descriptor) {
    called("close", true);
    SimSocket socket = kernel.socket(descriptor);
    history.add(
        () ->
            "    close of "
                + socket
                + (socket != null && socket.resetOnClose ? ", with a reset" : ""));
    kernel.close(descriptor);
    return 0;
  }

  @Override
  public @Nullable SocketAddress localAddress(long descriptor) {
    SimSocket socket = kernel.socket(descriptor);
    return socket == null ? null : socket.local;
  }

  @Override
  public int setOption(long descriptor, SocketOption<?> option, Object value) {
    called("setsockopt(" + option.name() + ")", false);
    return kernel.socket(descriptor) == null ? -SimCodes.EBADF : 0;
  }

  @Override
  public @Nullable Object getOption(long descriptor, SocketOption<?> option) {
    called("getsockopt(" + option.name() + ")", false);
    lastCode = -SimCodes.ENOPROTOOPT;
    return null;
  }

  @Override
  public DatagramSockets datagrams() {
    return datagrams;
  }

  @Override
  public int lastCode() {
    return lastCode;
  }

  @Override
  public String knownOptions() {
    return "none";
  }

  @Override
  public String lastCall() {
    return lastCall;
  }

  @Override
  public void close() {
    // What is open belongs to those who opened it.
  }

  void called(String name, boolean data) {
    lastCall = name;
    kernel.entered(data);
  }

  private static String text(long result) {
    if (result == ErrorCodes.WOULD_BLOCK) {
      return "EAGAIN";
    }
    return result < 0 ? SimCodes.INSTANCE.name((int) -result) : result + "";
  }
}
