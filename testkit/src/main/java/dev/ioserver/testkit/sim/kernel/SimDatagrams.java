package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Hosts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The datagram calls of the simulated kernel, in batches and with drops counted, as on Linux. */
final class SimDatagrams implements DatagramSockets {

  private static final int LONGEST = 65_507;

  private final SimKernel kernel;
  private final SimSockets sockets;
  private final Dice dice;
  private final History history;

  SimDatagrams(SimKernel kernel, SimSockets sockets) {
    this.kernel = kernel;
    this.sockets = sockets;
    this.dice = kernel.dice;
    this.history = kernel.history;
  }

  @Override
  public Set<Feature> features() {
    return Set.of(Feature.RECEIVES_BATCHES, Feature.SENDS_BATCHES, Feature.DROP_COUNTS);
  }

  @Override
  public boolean needsBuffers() {
    return true;
  }

  @Override
  public long open(
      SocketAddress local,
      @Nullable SocketAddress remote,
      SocketOptions options,
      Set<Feature> wanted) {
    sockets.called("socket", true);
    if (dice.hits(Fault.NO_DESCRIPTOR_OPEN, 0)) {
      history.add(() -> "    socket: EMFILE");
      return -SimCodes.EMFILE;
    }
    SimDatagramSocket socket = kernel.openDatagrams(((InetSocketAddress) local).getPort());
    socket.connectedTo = (InetSocketAddress) remote;
    return socket.descriptor;
  }

  @Override
  public long openUnbound(boolean inet6, SocketOptions options, Set<Feature> wanted) {
    return open(SimKernel.address(0), null, options, wanted);
  }

  @Override
  public int disconnect(long descriptor) {
    return with(
        "connect",
        descriptor,
        socket -> {
          socket.connectedTo = null;
          return 0;
        });
  }

  @Override
  public int join(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    return with(
        "setsockopt(MCAST_JOIN_GROUP)",
        descriptor,
        socket -> socket.join(group) ? 0 : -SimCodes.EADDRINUSE);
  }

  @Override
  public int leave(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    return with(
        "setsockopt(MCAST_LEAVE_GROUP)",
        descriptor,
        socket -> socket.leave(group) ? 0 : -SimCodes.EADDRNOTAVAIL);
  }

  @Override
  public long dropped(long descriptor) {
    return kernel.socket(descriptor) instanceof SimDatagramSocket socket
        ? socket.dropped()
        : DatagramBatch.NO_COUNT;
  }

  @Override
  public int receive(long descriptor, DatagramBatch batch, int most) {
    return with("recvmmsg", descriptor, socket -> receive(socket, batch, most));
  }

  private int receive(SimDatagramSocket socket, DatagramBatch batch, int most) {
    if (socket.error != 0) {
      return error(socket);
    }
    if (dice.hits(Fault.NO_BUFFERS_READ, socket.who)) {
      history.add(() -> "    receive of " + socket + ": ENOBUFS");
      return -SimCodes.ENOBUFS;
    }
    int count = 0;
    while (count < most) {
      SimDatagramSocket.Waiting next = socket.give();
      if (next == null) {
        break;
      }
      put(next, batch, count++);
    }
    int received = count;
    history.add(() -> "    receive of " + socket + ": " + received + " of " + most);
    return count == 0 ? ErrorCodes.WOULD_BLOCK : count;
  }

  private static void put(SimDatagramSocket.Waiting next, DatagramBatch batch, int index) {
    byte[] bytes = next.packet().bytes();
    InetSocketAddress source = next.packet().from().local;
    ByteBuffer room = Objects.requireNonNull(batch.buffer[index]);
    int length = Math.min(bytes.length, batch.length[index]);
    room.put(room.position(), bytes, 0, length);
    batch.length[index] = length;
    batch.cut[index] = length < bytes.length;
    batch.hostHigh[index] = Hosts.high(source.getAddress());
    batch.hostLow[index] = Hosts.low(source.getAddress());
    batch.port[index] = source.getPort();
    batch.scope[index] = 0;
    batch.other[index] = null;
    batch.localHigh[index] = 0;
    batch.localLow[index] = 0;
    batch.arrivedOn[index] = 0;
    batch.nanos[index] = 0;
    batch.stamp[index] = DatagramBatch.NO_STAMP;
    batch.dropped[index] = next.dropped() == 0 ? DatagramBatch.NO_COUNT : next.dropped();
    batch.segment[index] = 0;
  }

  @Override
  public int send(long descriptor, DatagramBatch batch, int first, int count) {
    return with("sendmmsg", descriptor, socket -> send(socket, batch, first, count));
  }

  private int send(SimDatagramSocket socket, DatagramBatch batch, int first, int count) {
    if (socket.error != 0) {
      return error(socket);
    }
    for (int i = 0; i < count; i++) {
      int refused = sendOne(socket, batch, first + i);
      if (refused != 0) {
        // What was taken before a failure is told first; the next call meets it again.
        return i > 0 ? i : refused;
      }
      if (dice.hits(Fault.SHORT_WRITE, socket.who)) {
        return i + 1;
      }
    }
    return count;
  }

  private int sendOne(SimDatagramSocket socket, DatagramBatch batch, int index) {
    if (batch.length[index] > LONGEST) {
      if (index == 0) {
        socket.countError();
      }
      return -SimCodes.EMSGSIZE;
    }
    if (index == 0 && dice.hits(Fault.NO_BUFFERS_WRITE, socket.who)) {
      history.add(() -> "    send of " + socket + ": ENOBUFS");
      return -SimCodes.ENOBUFS;
    }
    if (!socket.hasAir()) {
      socket.noRoom = true;
      return ErrorCodes.WOULD_BLOCK;
    }
    byte[] bytes = new byte[batch.length[index]];
    ByteBuffer from = Objects.requireNonNull(batch.buffer[index]);
    from.get(from.position(), bytes);
    socket.take(bytes);
    kernel.air.send(new Packet(socket, destination(socket, batch, index), bytes));
    return 0;
  }

  private static InetSocketAddress destination(
      SimDatagramSocket socket, DatagramBatch batch, int index) {
    return batch.port[index] < 0
        ? Objects.requireNonNull(socket.connectedTo, "it is not connected")
        : Hosts.address(
            batch.hostHigh[index], batch.hostLow[index], batch.port[index], batch.scope[index]);
  }

  private int error(SimDatagramSocket socket) {
    socket.countError();
    int code = socket.takeError();
    history.add(() -> "    " + socket + ": " + SimCodes.INSTANCE.name(code));
    return -code;
  }

  private int with(String call, long descriptor, ToIntFunction<SimDatagramSocket> action) {
    sockets.called(call, true);
    return kernel.socket(descriptor) instanceof SimDatagramSocket socket
        ? action.applyAsInt(socket)
        : -SimCodes.EBADF;
  }
}
