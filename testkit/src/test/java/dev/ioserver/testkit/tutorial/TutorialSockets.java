package dev.ioserver.testkit.tutorial;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Sockets;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The calls that make sockets, move bytes and close. */
final class TutorialSockets implements Sockets {

  /** By descriptor, for the whole process: a loop may hand what it accepted to another. */
  private static final Map<Long, SelectableChannel> CHANNELS = new ConcurrentHashMap<>();

  private static final AtomicLong LAST = new AtomicLong();

  /** What a system does, java.nio in this one: its result, or an exception. */
  private interface Call {
    long make() throws IOException;
  }

  private final Poller poller;
  private String lastCall = "";
  private int lastCode;
  private SocketAddress acceptedPeer;

  TutorialSockets(Poller poller) {
    this.poller = poller;
  }

  static SelectableChannel channel(long descriptor) throws ClosedChannelException {
    SelectableChannel channel = CHANNELS.get(descriptor);
    if (channel == null) {
      throw new ClosedChannelException();
    }
    return channel;
  }

  private static SocketChannel socket(long descriptor) throws ClosedChannelException {
    return (SocketChannel) channel(descriptor);
  }

  /** Every call ends here: it has a name, and no exception leaves it. */
  private long call(String name, Call call) {
    lastCall = name;
    try {
      return call.make();
    } catch (IOException | RuntimeException e) {
      return TutorialCodes.result(e);
    }
  }

  /** Makes a new channel ready, and closes it again if that fails: nothing is left behind. */
  private static long keep(SelectableChannel channel, Call rest) throws IOException {
    try {
      channel.configureBlocking(false);
      rest.make();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    long descriptor = LAST.incrementAndGet();
    CHANNELS.put(descriptor, channel);
    return descriptor;
  }

  @Override
  public long listen(SocketAddress address, int backlog, SocketOptions options) {
    return call(
        "bind",
        () -> {
          var channel = ServerSocketChannel.open();
          return keep(channel, () -> set(channel, options) + bind(channel, address, backlog));
        });
  }

  private static long bind(ServerSocketChannel channel, SocketAddress address, int backlog)
      throws IOException {
    channel.bind(address, backlog);
    return 0;
  }

  @Override
  public long open(SocketAddress remote, SocketAddress local, SocketOptions options) {
    return call(
        "socket",
        () -> {
          var channel = SocketChannel.open();
          return keep(channel, () -> set(local == null ? channel : channel.bind(local), options));
        });
  }

  @Override
  public int connect(long descriptor, SocketAddress remote) {
    return (int)
        call("connect", () -> socket(descriptor).connect(remote) ? 0 : ErrorCodes.IN_PROGRESS);
  }

  @Override
  public int finishConnect(long descriptor) {
    return (int)
        call("connect", () -> socket(descriptor).finishConnect() ? 0 : ErrorCodes.IN_PROGRESS);
  }

  @Override
  public long accept(long listener, SocketOptions options) {
    return call(
        "accept",
        () -> {
          var channel = ((ServerSocketChannel) channel(listener)).accept();
          if (channel == null) {
            return ErrorCodes.WOULD_BLOCK;
          }
          acceptedPeer = channel.getRemoteAddress();
          return keep(channel, () -> set(channel, options));
        });
  }

  @Override
  public SocketAddress acceptedPeer() {
    return acceptedPeer;
  }

  @Override
  public int receive(long descriptor, Chunk chunk, int offset, int length) {
    ByteBuffer buffer = chunk.buffer().limit(offset + length).position(offset);
    int result = (int) call("read", () -> socket(descriptor).read(buffer));
    // java.nio says -1 for the end and 0 for "not now"; -1 is a code here.
    return result == 0 ? ErrorCodes.WOULD_BLOCK : result == -1 ? 0 : result;
  }

  @Override
  public int send(long descriptor, Chunk chunk) {
    ByteBuffer buffer = chunk.buffer().limit(chunk.writeIndex()).position(chunk.readIndex());
    int result = (int) call("write", () -> socket(descriptor).write(buffer));
    return result == 0 && chunk.readable() > 0 ? ErrorCodes.WOULD_BLOCK : result;
  }

  @Override
  public long send(long descriptor, Chunk[] chunks, int count) {
    return send(descriptor, chunks[0]);
  }

  @Override
  public int maxGather() {
    return 1;
  }

  @Override
  public int shutdownOutput(long descriptor) {
    return (int)
        call(
            "shutdown",
            () -> {
              socket(descriptor).shutdownOutput();
              return 0;
            });
  }

  @Override
  public int resetOnClose(long descriptor) {
    return setOption(descriptor, StandardSocketOptions.SO_LINGER, 0);
  }

  @Override
  public int close(long descriptor) {
    poller.remove(descriptor, 0, 0); // A channel that a selector holds would not close at once.
    return (int)
        call(
            "close",
            () -> {
              channel(descriptor).close();
              CHANNELS.remove(descriptor);
              return 0;
            });
  }

  @Override
  public SocketAddress localAddress(long descriptor) {
    try {
      return ((NetworkChannel) channel(descriptor)).getLocalAddress();
    } catch (IOException e) {
      return null;
    }
  }

  private static long set(NetworkChannel channel, SocketOptions options) throws IOException {
    for (int i = 0; i < options.size(); i++) {
      // A listener does not know all that its connections know, and is given theirs as well.
      if (channel instanceof SocketChannel
          || channel.supportedOptions().contains(options.option(i))) {
        set(channel, options.option(i), options.valueAt(i));
      }
    }
    return 0;
  }

  private static <T> long set(NetworkChannel channel, SocketOption<T> option, Object value)
      throws IOException {
    channel.setOption(option, option.type().cast(value));
    return 0;
  }

  @Override
  public int setOption(long descriptor, SocketOption<?> option, Object value) {
    return (int) call("setsockopt", () -> set((NetworkChannel) channel(descriptor), option, value));
  }

  @Override
  public Object getOption(long descriptor, SocketOption<?> option) {
    Object[] found = new Object[1];
    lastCode =
        (int)
            call(
                "getsockopt",
                () -> {
                  found[0] = ((NetworkChannel) channel(descriptor)).getOption(option);
                  return 0;
                });
    return found[0];
  }

  @Override
  public int lastCode() {
    return lastCode;
  }

  @Override
  public String knownOptions() {
    return "those of java.nio.channels.SocketChannel";
  }

  @Override
  public String lastCall() {
    return lastCall;
  }

  @Override
  public void close() {
    // What is open belongs to those who opened it.
  }
}
