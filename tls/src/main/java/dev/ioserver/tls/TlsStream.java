package dev.ioserver.tls;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.Chunks;
import dev.ioserver.engine.spi.ClosedStream;
import dev.ioserver.engine.spi.LayerContext;
import dev.ioserver.engine.spi.LayeredStream;
import dev.ioserver.engine.spi.Stream;
import dev.ioserver.engine.spi.StreamHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS on one connection: opens the records that come and protects what is sent, as far as the port
 * wants it and the socket takes it.
 *
 * <p>While long work of the engine is done elsewhere nothing here touches the engine.
 *
 * <p>Belongs to the loop's thread.
 */
final class TlsStream implements LayeredStream {

  /** What becomes of the sending side. */
  private enum Output {
    /** Bytes are taken. */
    OPEN,
    /** The peer shall read its end behind what is queued. */
    SHUTTING,
    /** As the other, and then the connection is closed. */
    CLOSING,
    /** Nothing is taken any more. */
    SHUT
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** What an engine says that has agreed on nothing (RFC 8446, B.4). */
  private static final String NO_SUITE = "SSL_NULL_WITH_NULL_NULL";

  private final LayerContext context;
  private final StreamHandler port;
  private final SSLEngine engine;
  private final LentEngine lent;
  private final HandshakeWork work;
  private final long handshakeNanos;
  private final RecordSource source;
  private final RecordSink sink;

  private Stream below = ClosedStream.INSTANCE;
  private boolean hasSocket;
  private boolean connected;
  private boolean started;

  /** The two ends have agreed. */
  private boolean established;

  /** Renegotiation is a thing of the versions before this. */
  private boolean isTls13;

  /** The port receives. */
  private boolean wanted;

  private Output output = Output.OPEN;

  /** Long work was done, and the engine was not asked for anything since. */
  private boolean worked;

  /** The engine has read something of the handshake, and was not asked since what comes of it. */
  private boolean read;

  /** This is at work already: whoever calls from within leaves a mark and no more. */
  private boolean running;

  /** Something was said to the stream below that it has not been told to write. */
  private boolean unflushed;

  /** The peer has said that it has sent all, or its words end without that. */
  private boolean inputEnded;

  /** The socket's stream ends, or fails for input, behind what has come. */
  private boolean socketEnded;

  private boolean inputFailed;

  /** Nothing works any more, and the port knows, or will when it has what came before. */
  private boolean failed;

  private @Nullable IOException untold;

  /** Nothing comes from below any more, and the engine is given back. */
  private boolean over;

  TlsStream(
      LayerContext context,
      SSLEngine engine,
      LentEngine lent,
      Executor executor,
      long handshakeNanos) {
    this.context = context;
    this.port = context.handler();
    this.engine = engine;
    this.lent = lent;
    this.work = new HandshakeWork(context, engine, lent, executor);
    this.handshakeNanos = handshakeNanos;
    this.source = new RecordSource(context.pool());
    this.sink = new RecordSink(context, engine);
  }

  @Override
  public void below(Stream stream, boolean isConnected) {
    below = stream;
    hasSocket = true;
    connected |= isConnected;
    if (connected) {
      start();
    }
  }

  @Override
  public void onConnected() {
    connected = true;
    port.onConnected();
    if (hasSocket) {
      start();
    }
  }

  private void start() {
    if (started || failed) {
      return;
    }
    started = true;
    if (handshakeNanos > 0) {
      context.alarm(handshakeNanos);
    }
    try {
      engine.beginHandshake();
    } catch (SSLException e) {
      fail(e);
      return;
    }
    run();
  }

  // What the port asks for.

  @Override
  public void receiving(boolean on) {
    wanted = on;
    run();
  }

  @Override
  public void send(Chunk chunk) {
    if (failed || output == Output.SHUT || output == Output.CLOSING) {
      Chunks.releaseChain(chunk);
    } else {
      sink.queue(chunk);
    }
  }

  @Override
  public void flush() {
    run();
  }

  @Override
  public long unsentBytes() {
    return sink.queued() + below.unsentBytes();
  }

  @Override
  public void shutdownOutput() {
    if (output == Output.OPEN) {
      output = Output.SHUTTING;
      run();
    }
  }

  @Override
  public void closeAfterFlush() {
    boolean nothingToSay = !started && sink.isEmpty();
    if (failed || output == Output.SHUT || nothingToSay) {
      output = Output.CLOSING;
      below.closeAfterFlush();
      return;
    }
    // What was sent before the connection stands goes out when it does, as without TLS.
    output = Output.CLOSING;
    wanted = false;
    run();
  }

  @Override
  public void close(boolean reset) {
    below.close(reset);
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return below.localAddress();
  }

  @Override
  public long descriptor() {
    return below.descriptor();
  }

  @Override
  public <T> T option(SocketOption<T> option) throws SystemCallException {
    return below.option(option);
  }

  @Override
  public <T> void option(SocketOption<T> option, T value) throws SystemCallException {
    below.option(option, value);
  }

  // What the socket's stream tells.

  @Override
  public void onReceived(Chunk chunk, int offset, int length) {
    if (failed || inputEnded) {
      return;
    }
    source.feed(chunk, offset, length);
    run();
  }

  @Override
  public boolean keepsBytes() {
    return port.keepsBytes() || untold != null || holdsRecord();
  }

  @Override
  public boolean mayReadAhead() {
    return established && source.isEmpty() && !failed && !inputEnded && port.mayReadAhead();
  }

  @Override
  public void onSent(long bytes) {
    long ours = sink.written(bytes);
    if (ours > 0) {
      port.onSent(ours);
    }
    if (!sink.isEmpty() || output == Output.CLOSING) {
      // Not from here: the stream below is in the midst of writing.
      context.again();
    }
  }

  @Override
  public void onOutputFailed(SystemCallException cause) {
    sink.release();
    port.onOutputFailed(cause);
  }

  @Override
  public void onInputFailed() {
    inputFailed = true;
    run();
  }

  @Override
  public void onPeerClosed() {
    socketEnded = true;
    run();
  }

  @Override
  public void onFailed(SystemCallException cause) {
    context.alarm(0);
    failed = true;
    port.onFailed(cause);
  }

  @Override
  public void onThrown(Throwable cause) {
    failed = true;
    port.onThrown(cause);
  }

  @Override
  public void onClosed() {
    if (over) {
      return;
    }
    over = true;
    context.alarm(0);
    failed = true;
    below = ClosedStream.INSTANCE;
    source.release();
    sink.release();
    lent.giveBack();
    port.onClosed();
  }

  @Override
  public void onAlarm() {
    if (!established && !failed) {
      fail(
          new TlsException(
              TlsException.Kind.TIMED_OUT,
              "the TLS handshake with "
                  + context.remoteAddress()
                  + " was not over within "
                  + handshakeNanos / 1_000_000
                  + " ms (handshakeTimeout)",
              null));
      flush(false);
    }
  }

  @Override
  public void proceed() {
    var _ = takeUp();
    run();
  }

  /** Takes up what was worked out; returns whether there was anything. */
  private boolean takeUp() {
    if (!work.takeUp()) {
      return false;
    }
    worked = true;
    Throwable refused = work.failure();
    if (refused != null) {
      failed = true;
      end(
          new TlsException(
              TlsException.Kind.HANDSHAKE,
              "the work of the TLS handshake with "
                  + context.remoteAddress()
                  + " could not be done: "
                  + refused,
              refused));
    }
    return true;
  }

  // What is done with the engine.

  private void run() {
    if (running || !started) {
      return;
    }
    running = true;
    try {
      while (!failed && !work.isUnderWay() && step()) {
        // On to the next.
      }
      finish();
    } catch (IOException e) {
      fail(e);
    } finally {
      running = false;
      source.keep();
    }
    flush(true);
  }

  /** Has the stream below write what it was given, and says whether to receive. */
  private void flush(boolean receives) {
    if (unflushed) {
      unflushed = false;
      below.flush();
    }
    if (receives) {
      below.receiving(wantsRecords());
    }
  }

  private boolean wantsRecords() {
    if (failed || work.isUnderWay() || inputEnded || socketEnded || inputFailed || holdsRecord()) {
      return false;
    }
    return !established || wanted;
  }

  /** Whether a whole record waits; one that is none is found out when its turn comes. */
  private boolean holdsRecord() {
    try {
      return !failed && source.hasRecord();
    } catch (TlsException e) {
      return true;
    }
  }

  /** Does one thing; returns whether there may be another. */
  private boolean step() throws IOException {
    if (worked) {
      worked = false;
      // An engine throws what its work has thrown when it is asked for something, and not before.
      var _ = engine.unwrap(NOTHING.duplicate(), NOTHING.duplicate());
    }
    HandshakeStatus status = engine.getHandshakeStatus();
    if (established && !isTls13 && output == Output.OPEN && !inputEnded && isBusy(status)) {
      throw new TlsException(
          TlsException.Kind.RENEGOTIATION,
          context.remoteAddress()
              + " wants to renegotiate TLS on a connection that stands, which is refused: it opens"
              + " a new connection instead",
          null);
    }
    return switch (status) {
      case NEED_TASK -> delegate();
      case NEED_WRAP -> say();
      default -> {
        boolean opened = open();
        boolean sealed = established && seal();
        yield sealed || opened || ask();
      }
    };
  }

  /**
   * Asks what has come of the last record: an engine may find out that the handshake is over when
   * it is asked for more, and not before. Returns whether it was.
   */
  private boolean ask() throws SSLException {
    if (established || !read) {
      return false;
    }
    read = false;
    noteAgreement(engine.unwrap(NOTHING.duplicate(), NOTHING.duplicate()).getHandshakeStatus());
    return established || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  private static boolean isBusy(HandshakeStatus status) {
    return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
  }

  /** Has the long work done elsewhere. */
  private boolean delegate() {
    Runnable first = engine.getDelegatedTask();
    if (first == null) {
      return true;
    }
    work.begin(first);
    // An executor may do it on the very thread that asks.
    return takeUp();
  }

  private boolean say() throws SSLException {
    SSLEngineResult result = sink.say(below);
    unflushed |= result.bytesProduced() > 0;
    noteAgreement(result.getHandshakeStatus());
    return result.getStatus() == Status.OK
        && (result.bytesProduced() > 0 || engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP);
  }

  private boolean seal() throws SSLException {
    if (sink.isEmpty() || below.unsentBytes() > 0 || output == Output.SHUT) {
      return false;
    }
    if (engine.isOutboundDone()) {
      sink.release();
      IOException ended =
          new TlsException(
              TlsException.Kind.ENDED,
              context.remoteAddress() + " has ended TLS in both directions: nothing can be sent",
              null);
      context.outputFailed(ended);
      return false;
    }
    sink.seal(below);
    unflushed = true;
    return true;
  }

  /** Opens the records that are there, and delivers what is in them; whether there was one. */
  private boolean open() throws IOException {
    if (inputEnded || (established && !wanted) || !mayOpen()) {
      return false;
    }
    Chunk room = context.room(RecordSource.LONGEST);
    int from = room.writeIndex();
    ByteBuffer into = room.buffer().limit(room.capacity()).position(from);
    ByteBuffer record = context.scratch(RecordSource.HEADER + RecordSource.LONGEST);
    IOException trouble = null;
    boolean any = false;
    try {
      // Where there is little room an engine might keep what it has opened, and nobody would ask.
      while (into.remaining() >= RecordSource.MOST_INSIDE && mayOpen()) {
        source.copyRecord(record);
        SSLEngineResult result = engine.unwrap(record, into);
        source.read(result.bytesConsumed());
        any |= result.bytesConsumed() > 0;
        read |= !established && any;
        noteAgreement(result.getHandshakeStatus());
        if (result.getStatus() == Status.CLOSED) {
          endInput();
        }
        if (result.getStatus() != Status.OK
            || result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
            || result.bytesConsumed() == 0) {
          break;
        }
      }
    } catch (IOException e) {
      trouble = e;
    }
    int length = into.position() - from;
    if (length > 0) {
      room.writeIndex(from + length);
      port.onReceived(room, from, length);
    }
    if (trouble != null) {
      throw trouble;
    }
    if (inputEnded) {
      port.onPeerClosed();
    }
    return any;
  }

  /** The peer has said its end; what comes behind that is nobody's. */
  private void endInput() throws TlsException {
    if (!established) {
      throw new TlsException(
          TlsException.Kind.HANDSHAKE, "the peer has given up before the two agreed", null);
    }
    inputEnded = true;
    source.release();
  }

  /**
   * Whether the next record is there, and its turn has come. Before TLS 1.3 the peer's end ends
   * both directions: what was sent before that was heard still goes out.
   */
  private boolean mayOpen() throws TlsException {
    return !inputEnded
        && source.hasRecord()
        && !(established && !isTls13 && !sink.isEmpty() && source.isAlert());
  }

  private void noteAgreement(HandshakeStatus status) {
    if (established || (status != HandshakeStatus.FINISHED && !hasAgreed(status))) {
      return;
    }
    established = true;
    context.alarm(0);
    isTls13 = engine.getSession().getProtocol().equals("TLSv1.3");
    Agreement.tell(engine, context);
  }

  /** Some engines never say that it is over, but only that it is no longer under way. */
  private boolean hasAgreed(HandshakeStatus status) {
    // A peer that gives up leaves that behind as well.
    return status == HandshakeStatus.NOT_HANDSHAKING
        && !engine.isInboundDone()
        && !engine.isOutboundDone()
        && !engine.getSession().getCipherSuite().equals(NO_SUITE);
  }

  /** What is due when there is nothing more to do for now: ends, and what was held back. */
  private void finish() throws IOException {
    if (!failed && !work.isUnderWay()) {
      shutOutput();
      if ((socketEnded || inputFailed) && !inputEnded && !holdsRecord()) {
        inputEnded = true;
        if (inputFailed) {
          port.onInputFailed();
        } else {
          truncated();
        }
      }
    }
    IOException cause = untold;
    if (cause != null && !port.keepsBytes()) {
      untold = null;
      context.failed(cause);
    }
  }

  /** The peer is gone without a word. */
  private void truncated() {
    TlsException cause =
        new TlsException(
            TlsException.Kind.TRUNCATED,
            context.remoteAddress()
                + " has ended the connection "
                + (established
                    ? "without saying so in TLS (close_notify): what it sent may be cut off"
                    : "in the midst of the TLS handshake"),
            null);
    if (established) {
      tell(cause);
    } else {
      failed = true;
      end(cause);
    }
  }

  /** Says in TLS that all was sent, when it was, and passes on what that is for. */
  private void shutOutput() throws SSLException {
    if (output == Output.OPEN || output == Output.SHUT || (!sink.isEmpty() && canSealLater())) {
      return;
    }
    if (output == Output.SHUTTING && !established) {
      // Said in the midst of the handshake it would end that.
      return;
    }
    engine.closeOutbound();
    sayAll();
    if (unflushed) {
      unflushed = false;
      below.flush();
    }
    boolean closes = output == Output.CLOSING;
    output = Output.SHUT;
    if (closes) {
      below.closeAfterFlush();
    } else {
      below.shutdownOutput();
    }
  }

  private boolean canSealLater() {
    return !engine.isOutboundDone();
  }

  private void sayAll() throws SSLException {
    for (int i = 0; i < 16 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
      SSLEngineResult result = sink.say(below);
      unflushed |= result.bytesProduced() > 0;
      if (result.bytesProduced() == 0) {
        return;
      }
    }
  }

  /** Ends for good: the peer is told why, as far as TLS has a word for it. */
  private void fail(Exception cause) {
    if (failed) {
      return;
    }
    failed = true;
    context.alarm(0);
    if (!work.isUnderWay()) {
      try {
        engine.closeOutbound();
        sayAll();
      } catch (SSLException e) {
        cause.addSuppressed(e);
      }
    }
    end(
        cause instanceof TlsException own && own.kind() == TlsException.Kind.TIMED_OUT
            ? own
            : Troubles.of(cause, String.valueOf(context.remoteAddress()), established));
  }

  private void end(IOException cause) {
    sink.release();
    source.release();
    context.outputFailed(cause);
    tell(cause);
    if (output == Output.CLOSING) {
      below.closeAfterFlush();
    }
  }

  /** Behind what the port still keeps. */
  private void tell(IOException cause) {
    if (port.keepsBytes()) {
      untold = cause;
    } else {
      context.failed(cause);
    }
  }
}
