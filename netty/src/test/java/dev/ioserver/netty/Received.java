package dev.ioserver.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a channel receives, and what goes wrong. */
final class Received extends ChannelInboundHandlerAdapter {

  private static final long PATIENCE_SECONDS = 30;

  /** Bytes, or what was thrown. */
  private final LinkedBlockingQueue<Object> all = new LinkedBlockingQueue<>();

  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf buffer = (ByteBuf) message;
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes).release();
    all.add(bytes);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    all.add(cause);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      ended.countDown();
    }
  }

  /** Waits until the peer has sent its last, on a channel that allows half-closure. */
  void end() throws InterruptedException {
    if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no end came");
    }
  }

  /** Waits for so many bytes. */
  byte[] bytes(int count) throws InterruptedException {
    var read = new ByteArrayOutputStream();
    while (read.size() < count) {
      Object next = next();
      if (!(next instanceof byte[] bytes)) {
        throw new AssertionError("after " + read.size() + " bytes: " + next);
      }
      read.writeBytes(bytes);
    }
    return read.toByteArray();
  }

  /** Waits for a failure. */
  Throwable failure() throws InterruptedException {
    Object next = next();
    while (next instanceof byte[]) {
      next = next();
    }
    if (next instanceof Throwable failure) {
      return failure;
    }
    throw new AssertionError("nothing came");
  }

  /** Whether nothing has come that was not taken. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  private @Nullable Object next() throws InterruptedException {
    return all.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
