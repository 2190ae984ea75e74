package dev.ioserver.netty;

import dev.ioserver.engine.spi.DescriptorSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.PromiseCombiner;
import io.netty.util.internal.StringUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What connections share, whatever their family. Bytes are read straight into the memory of a
 * {@code ByteBuf}, and written straight from it; several buffers leave in one call.
 */
abstract class AbstractIoServerStreamChannel extends AbstractIoServerChannel
    implements DuplexChannel {

  /** The loop writes, any thread reads; volatile. */
  private volatile @Nullable SocketAddress remote;

  /** The loop writes, any thread reads; volatile. */
  private volatile boolean inputShutdown;

  /** The loop writes, any thread reads; volatile. */
  private volatile boolean outputShutdown;

  /** Whether the end was read, or an error, after the input was shut down. */
  private boolean inputEnded;

  private @Nullable ConnectAttempt attempt;

  /** A channel that is going to connect; see the parent's for the parameters. */
  AbstractIoServerStreamChannel(SocketDescriptor descriptor, boolean inet6) {
    super(null, descriptor, inet6, false);
  }

  /** A connection that was accepted. */
  AbstractIoServerStreamChannel(
      AbstractIoServerChannel parent,
      SocketDescriptor descriptor,
      SocketAddress peer,
      @Nullable SocketAddress local) {
    super(parent, descriptor, parent.isInet6(), true);
    remote = peer;
    localAddress(local);
  }

  @Override
  public abstract DuplexChannelConfig config();

  /** Whether a close blocks until all is sent. */
  abstract boolean lingers();

  /** The address as users are told of it who ask where the channel is connected to. */
  SocketAddress known(SocketAddress address) {
    return address;
  }

  /** Why a connect has failed, which was made just now. */
  IOException connectFailure(DescriptorSockets sockets, int result) {
    return Failures.known(sockets, result);
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  boolean isConnecting() {
    return attempt != null;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new SocketUnsafe();
  }

  @Override
  protected void doBind(SocketAddress address) throws Exception {
    try (ControlCalls calls = ControlCalls.borrow()) {
      bindTo(calls.sockets(), address);
    }
  }

  @Override
  protected void doClose() throws Exception {
    inputEnded = true;
    ConnectAttempt under = attempt;
    attempt = null;
    if (under != null) {
      under.decided();
      under.promise().tryFailure(new ClosedChannelException());
    }
    super.doClose();
  }

  @Override
  public boolean isInputShutdown() {
    return inputShutdown || !isActive();
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown || !isActive();
  }

  @Override
  public boolean isShutdown() {
    return (inputShutdown && outputShutdown) || !isActive();
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    EventLoop loop = eventLoop();
    if (loop.inEventLoop()) {
      shutdownInputNow(promise);
    } else {
      loop.execute(() -> shutdownInputNow(promise));
    }
    return promise;
  }

  private void shutdownInputNow(ChannelPromise promise) {
    try {
      checkConnected();
      shutdownInputNow();
      inputIsOver();
      promise.setSuccess();
    } catch (IOException | RuntimeException e) {
      promise.setFailure(e);
    }
  }

  private void shutdownInputNow() throws IOException {
    inputShutdown = true;
    try (ControlCalls calls = ControlCalls.borrow()) {
      check(calls.sockets(), calls.sockets().shutdownInput(descriptor()));
    }
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    EventLoop loop = eventLoop();
    SocketUnsafe unsafe = (SocketUnsafe) unsafe();
    if (loop.inEventLoop()) {
      unsafe.shutdownOutput(promise);
    } else {
      loop.execute(() -> unsafe.shutdownOutput(promise));
    }
    return promise;
  }

  @Override
  protected void doShutdownOutput() throws Exception {
    checkConnected();
    outputShutdown = true;
    try (ControlCalls calls = ControlCalls.borrow()) {
      check(calls.sockets(), calls.sockets().shutdownOutput(descriptor()));
    }
  }

  private void checkConnected() throws ClosedChannelException {
    checkOpen();
    if (!isActive()) {
      throw new NotYetConnectedException();
    }
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    EventLoop loop = eventLoop();
    if (loop.inEventLoop()) {
      shutdownNow(promise);
    } else {
      loop.execute(() -> shutdownNow(promise));
    }
    return promise;
  }

  private void shutdownNow(ChannelPromise promise) {
    // The output first: what the input's end makes handlers do must not be written any more.
    ChannelFuture output = shutdownOutput();
    ChannelFuture input = shutdownInput();
    PromiseCombiner both = new PromiseCombiner(eventLoop());
    both.add((Future<?>) output);
    both.add((Future<?>) input);
    both.finish(promise);
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf buffer) {
      return buffer.isDirect() ? buffer : directCopy(buffer);
    }
    if (message instanceof FileRegion) {
      return message;
    }
    throw new UnsupportedOperationException(
        "messages of type "
            + StringUtil.simpleClassName(message)
            + " cannot be written; a ByteBuf or a FileRegion can");
  }

  /** A copy in native memory; releases the original. */
  private ByteBuf directCopy(ByteBuf buffer) {
    int length = buffer.readableBytes();
    if (length == 0) {
      ReferenceCountUtil.safeRelease(buffer);
      return Unpooled.EMPTY_BUFFER;
    }
    ByteBuf kept = alloc().isDirectBufferPooled() ? null : ByteBufUtil.threadLocalDirectBuffer();
    ByteBuf copy = kept != null ? kept : alloc().directBuffer(length);
    copy.writeBytes(buffer, buffer.readerIndex(), length);
    ReferenceCountUtil.safeRelease(buffer);
    return copy;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer in) throws Exception {
    for (int turns = config().getWriteSpinCount(); turns > 0; turns--) {
      LoopCalls calls = transferCalls();
      if (in.isEmpty() || calls == null) {
        return;
      }
      // What a listener of a written message does may write more, or close the channel.
      if (!(in.current() instanceof FileRegion region
          ? write(calls, in, region)
          : write(calls, in))) {
        writeBlocked(true);
        return;
      }
    }
    // Others have their turn. The socket takes more, as far as anybody knows.
    if (!in.isEmpty()) {
      eventLoop().execute(((SocketUnsafe) unsafe())::flushNow);
    }
  }

  /** Writes buffers, and says whether the socket may take more. */
  private boolean write(LoopCalls calls, ChannelOutboundBuffer in) throws Exception {
    long sent = calls.transfer().write(descriptor(), in);
    if (sent == ErrorCodes.WOULD_BLOCK) {
      return false;
    }
    if (sent < 0) {
      throw Failures.known(calls.sockets(), (int) sent);
    }
    in.removeBytes(sent);
    return true;
  }

  /** Writes of a file, and says whether the socket may take more. */
  private boolean write(LoopCalls calls, ChannelOutboundBuffer in, FileRegion region)
      throws IOException {
    if (region.transferred() >= region.count()) {
      in.remove();
      return true;
    }
    long sent =
        region.transferTo(
            new RegionTarget(calls, socketDescriptor(), alloc()), region.transferred());
    if (sent <= 0) {
      return false;
    }
    in.progress(sent);
    if (region.transferred() >= region.count()) {
      in.remove();
    }
    return true;
  }

  /**
   * Reads into a buffer.
   *
   * @return how many bytes; 0 if there are none now; -1 if the peer has sent its last
   */
  private int read(LoopCalls calls, ByteBuf buffer) throws IOException {
    int room = buffer.writableBytes();
    unsafe().recvBufAllocHandle().attemptedBytesRead(room);
    if (room == 0) {
      return 0;
    }
    int at = buffer.writerIndex();
    int got = calls.transfer().receive(descriptor(), buffer, at, room);
    if (got > 0) {
      if (got < room) {
        readEmpty();
      }
      buffer.writerIndex(at + got);
      return got;
    }
    if (got == 0) {
      return -1;
    }
    if (got == ErrorCodes.WOULD_BLOCK) {
      readEmpty();
      return 0;
    }
    throw Failures.known(calls.sockets(), got);
  }

  /** The side that the event loop calls. */
  private final class SocketUnsafe extends AbstractIoServerUnsafe {

    @Override
    public void connect(
        SocketAddress remoteAddress, @Nullable SocketAddress localAddress, ChannelPromise promise) {
      // Not made uncancellable: a connect that is under way can be cancelled.
      if (promise.isDone() || !ensureOpen(promise)) {
        return;
      }
      try {
        if (attempt != null) {
          throw new ConnectionPendingException();
        }
        if (isActive()) {
          throw new AlreadyConnectedException();
        }
        if (begin(remoteAddress, localAddress)) {
          connected(promise, remoteAddress);
        } else {
          await(promise, remoteAddress);
        }
      } catch (IOException | RuntimeException e) {
        promise.tryFailure(annotateConnectException(e, remoteAddress));
        closeIfClosed();
      }
    }

    /** Begins to connect, and says whether the connection stands already. */
    private boolean begin(SocketAddress to, @Nullable SocketAddress from) throws IOException {
      SocketAddress told = told(to);
      try (ControlCalls calls = ControlCalls.borrow()) {
        DescriptorSockets sockets = calls.sockets();
        if (from != null) {
          bindTo(sockets, from);
        }
        int result = sockets.connect(descriptor(), told);
        readLocalAddress(sockets);
        if (result == ErrorCodes.IN_PROGRESS) {
          return false;
        }
        if (result < 0) {
          IOException failure = connectFailure(sockets, result);
          closeAfter(failure);
          throw failure;
        }
        return true;
      }
    }

    /** A socket that has failed to connect is of no use any more. */
    private void closeAfter(IOException failure) {
      try {
        doClose();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }

    private void await(ChannelPromise promise, SocketAddress to) {
      ConnectAttempt under = new ConnectAttempt(promise, to);
      attempt = under;
      updateInterest();
      int millis = config().getConnectTimeoutMillis();
      if (millis > 0) {
        under.timeout(
            eventLoop().schedule(() -> timeOut(under, millis), millis, TimeUnit.MILLISECONDS));
      }
      promise.addListener(
          future -> {
            if (future.isCancelled()) {
              under.decided();
              if (attempt == under) {
                attempt = null;
              }
              close(voidPromise());
            }
          });
    }

    private void timeOut(ConnectAttempt under, int millis) {
      if (attempt == under
          && under
              .promise()
              .tryFailure(
                  new ConnectTimeoutException(
                      "connection timed out after " + millis + " ms: " + under.remote()))) {
        close(voidPromise());
      }
    }

    private void connected(ChannelPromise promise, SocketAddress to) {
      remote = known(to);
      becomeActive();
      // A listener of the promise may close the channel; that it was active is told all the same.
      boolean active = isActive();
      boolean wanted = promise.trySuccess();
      if (active) {
        pipeline().fireChannelActive();
      }
      if (!wanted) {
        close(voidPromise());
      }
    }

    private void finishConnect(ConnectAttempt under) {
      LoopCalls calls = transferCalls();
      if (calls == null) {
        return;
      }
      DescriptorSockets sockets = calls.sockets();
      int result = sockets.finishConnect(descriptor());
      if (result == ErrorCodes.IN_PROGRESS) {
        return;
      }
      under.decided();
      attempt = null;
      if (result >= 0) {
        if (isAddressOpen()) {
          readLocalAddress(sockets);
        }
        connected(under.promise(), under.remote());
        return;
      }
      IOException failure = connectFailure(sockets, result);
      closeAfter(failure);
      under.promise().tryFailure(annotateConnectException(failure, under.remote()));
      closeIfClosed();
    }

    /** Not every system chooses an address before the connection stands. */
    private boolean isAddressOpen() {
      return !(localAddress0() instanceof InetSocketAddress inet)
          || inet.getAddress().isAnyLocalAddress();
    }

    @Override
    void writeReady() {
      ConnectAttempt under = attempt;
      if (under != null) {
        finishConnect(under);
      } else if (isActive()) {
        flushNow();
      }
    }

    /** Waits if the socket took no more the last time: it says when it does. */
    @Override
    protected void flush0() {
      if (!isWriteBlocked()) {
        super.flush0();
      }
    }

    void flushNow() {
      super.flush0();
    }

    @Override
    protected @Nullable Executor prepareToClose() {
      if (!isOpen() || !lingers()) {
        return null;
      }
      // The close blocks until all is sent, or the time is over.
      abandon();
      return GlobalEventExecutor.INSTANCE;
    }

    @Override
    void readReady() {
      if (inputEnded || (inputShutdown && !config().isAllowHalfClosure())) {
        stopReading();
        return;
      }
      var handle = recvBufAllocHandle();
      handle.reset(config());
      ByteBuf buffer = null;
      boolean end = false;
      try {
        LoopCalls calls = transferCalls();
        while (calls != null) {
          buffer = handle.allocate(calls.allocator().over(config().getAllocator()));
          int got = read(calls, buffer);
          handle.lastBytesRead(got);
          if (got <= 0) {
            buffer.release();
            buffer = null;
            end = got < 0;
            break;
          }
          handle.incMessagesRead(1);
          readDone();
          ByteBuf full = buffer;
          buffer = null;
          pipeline().fireChannelRead(full);
          // A handler may have closed the channel, or its input.
          calls = inputShutdown || !handle.continueReading() ? null : transferCalls();
        }
        readComplete();
        if (end) {
          readDone();
          endOfInput();
        }
      } catch (IOException | RuntimeException | Error e) {
        readFailed(buffer, e);
      }
    }

    /** Bytes that nobody has read yet are left where they are. */
    @Override
    void endUnread() {
      LoopCalls calls = transferCalls();
      if (inputEnded || calls == null) {
        return;
      }
      int next = calls.transfer().peek(descriptor());
      try {
        if (next == 0) {
          endOfInput();
        } else if (next < 0 && next != ErrorCodes.WOULD_BLOCK) {
          throw Failures.known(calls.sockets(), next);
        }
      } catch (IOException e) {
        readFailed(null, e);
      }
    }

    private void readComplete() {
      recvBufAllocHandle().readComplete();
      pipeline().fireChannelReadComplete();
    }

    private void readFailed(@Nullable ByteBuf buffer, Throwable failure) {
      if (buffer != null) {
        buffer.release();
      }
      readComplete();
      pipeline().fireExceptionCaught(failure);
      // Without memory to read into, the channel would be told again and again.
      if (failure instanceof IOException || failure instanceof OutOfMemoryError) {
        if (!inputShutdown && config().isAllowHalfClosure()) {
          inputShutdown = true;
          pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        close(voidPromise());
      }
    }

    private void endOfInput() throws IOException {
      if (!inputShutdown) {
        if (!config().isAllowHalfClosure()) {
          close(voidPromise());
          return;
        }
        if (isActive()) {
          shutdownInputNow();
        }
        pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      }
      if (!inputEnded) {
        inputEnded = true;
        stopReading();
        pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
      }
    }
  }
}
