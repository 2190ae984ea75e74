package dev.ioserver.bench.wake;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.Channels;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.AppMessage;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.SystemCallException;

/** A channel that is received from on the thread of a caller-run loop: a wake that carries. */
final class ChannelTarget extends ThreadTarget {

  private static final AppMessage MESSAGE = new AppMessage() {};
  private static final int BATCH = 256;

  private final Channel<AppMessage> channel = Channels.mpscUnbounded();
  private final MessageHandler<Message> taker = (source, message) -> {};
  private final IoServer io;

  ChannelTarget() {
    io = server();
  }

  @Override
  void open() {
    // The loop belongs to the thread that runs it.
    io.claim();
    io.select().add(channel);
  }

  @Override
  void wake() {
    try {
      channel.trySend(MESSAGE);
    } catch (ChannelClosedException _) {
      // The benchmark is over.
    }
  }

  @Override
  int pending() {
    return channel.size();
  }

  @Override
  void block() throws InterruptedException {
    io.pollNanos(taker, BATCH, -1);
  }

  @Override
  void pass() {
    io.poll(taker, BATCH);
  }

  @Override
  void release() {
    io.close();
  }

  private static IoServer server() {
    try {
      return IoServer.open(
          IoServerOptions.defaults().callerRuns().engine(Peers.engine(Peers.IOSERVER)));
    } catch (SystemCallException e) {
      throw new IllegalStateException(e);
    }
  }
}
