package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.testkit.sim.kernel.SimKernel;
import dev.ioserver.testkit.sim.kernel.SimSocket;
import dev.ioserver.testkit.sim.kernel.Violation;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One end of a connection: its port, what its user has done with it, and what that must give. */
final class End {

  private static final int MOST_KEPT = 8;

  final int who;
  final Port port;
  final PortOptions options;
  final CreditModel credit;
  final Grammar grammar;
  final InboxModel inbox;

  /** What this end sends, and what it receives. */
  final ByteStream out;

  final ByteStream in;

  private final SimKernel kernel;
  private final Deque<Data> kept = new ArrayDeque<>();
  private long wireTaken;
  private int refusals;
  private int writables;
  private boolean refusedSinceWritable;
  private boolean shut;
  private boolean aborted;
  private boolean connectTimedOut;
  private boolean outOfMemory;
  private final long begunAt;

  /** When it was closed, by its user or with its server; -1 if it was not. */
  private long closeAskedAt = -1;

  private Duration closeTimeout;

  End(
      int who,
      Port port,
      PortOptions options,
      ByteStream out,
      ByteStream in,
      SimKernel kernel,
      long begunAt) {
    this.who = who;
    this.port = port;
    this.options = options;
    this.out = out;
    this.in = in;
    this.kernel = kernel;
    this.credit = new CreditModel(options.credit());
    this.grammar = new Grammar(who % 2 == 0);
    this.inbox = new InboxModel(this);
    this.begunAt = begunAt;
    this.closeTimeout = options.closeTimeout();
  }

  /** The socket below, once there is one. */
  @Nullable SimSocket socket() {
    return kernel.end(who);
  }

  Violation broken(String rule, String how) {
    return kernel.violated(rule, this + ": " + how);
  }

  private void check(String rule, @Nullable String wrong) {
    if (wrong != null) {
      throw broken(rule, wrong);
    }
  }

  // What its user does.

  /** Sends; whether something was taken. */
  boolean send(Step.Kind how, int length) {
    long before = port.pendingBytes();
    int shortages = kernel.shortages();
    boolean taken;
    try {
      taken = trySend(how, length);
    } catch (ChannelClosedException e) {
      boolean over = shut || isOver() || closeAskedAt >= 0 || aborted;
      SimSocket below = socket();
      if (!over && below != null && !below.failureTold() && !below.isClosed()) {
        throw broken("send", "refused as closed: " + e.getMessage());
      }
      return false;
    } catch (OutOfMemoryError e) {
      checkShortage(shortages, e);
      if (port.pendingBytes() != before) {
        throw broken("pending", "room was taken by a send for which there was no memory");
      }
      return false;
    } catch (IllegalArgumentException e) {
      if (length <= options.framing().maxLength()) {
        throw broken("send", "refused: " + e.getMessage());
      }
      return false;
    }
    if (out.onWire(length) == 0) {
      return false;
    }
    int high = options.highWatermark();
    if (taken != before < high) {
      throw broken("watermark", taken + " with " + before + " bytes waiting of " + high);
    }
    if (taken) {
      out.sent(length);
      wireTaken += out.onWire(length);
    } else {
      refusals++;
      refusedSinceWritable = true;
    }
    checkPending();
    return taken;
  }

  private void checkShortage(int before, OutOfMemoryError e) {
    if (kernel.shortages() == before) {
      throw broken("memory", "none is said to be left: " + e.getMessage());
    }
  }

  private boolean trySend(Step.Kind how, int length) {
    byte[] bytes = out.next(length);
    return switch (how) {
      case SEND_SEGMENT -> port.trySend(MemorySegment.ofArray(bytes));
      case SEND_GATHERED -> {
        int half = length / 2;
        ByteBuffer[] parts = {
          ByteBuffer.wrap(bytes, 0, half), ByteBuffer.wrap(bytes, half, length - half)
        };
        yield port.trySend(parts, 0, parts.length);
      }
      default -> port.trySend(ByteBuffer.wrap(bytes));
    };
  }

  /** What waits to be written is what was taken less what the kernel has. */
  void checkPending() {
    SimSocket below = socket();
    if (below == null || isOver() || below.isClosed() || below.isDead()) {
      return;
    }
    long waiting = wireTaken - below.written();
    if (port.pendingBytes() != waiting) {
      throw broken("pending", port.pendingBytes() + " bytes are said to wait, not " + waiting);
    }
  }

  void active(int messages) {
    credit.add(messages);
    port.active(messages);
  }

  void unlimited() {
    credit.unlimited();
    port.activeUnlimited();
  }

  void pause() {
    credit.pause();
    port.pause();
  }

  void read(int length) throws InterruptedException {
    if (!credit.isQuiet()) {
      return;
    }
    int wanted = options.framing().isRaw() ? length : 0;
    inbox.asked(wanted);
    try {
      Data data = port.read(wanted, Duration.ZERO);
      if (data != null) {
        if (wanted > 0 && data.length() != wanted) {
          throw broken("read", data.length() + " bytes instead of " + wanted);
        }
        check("bytes", in.deliver(data.bytes()));
        data.release();
      }
    } catch (ChannelClosedException e) {
      SimSocket below = socket();
      boolean ended = below == null || below.endReceived() || below.isDead() || below.isClosed();
      if (!ended && !isOver() && closeAskedAt < 0 && !aborted) {
        throw broken("read", "refused as closed: " + e.getMessage());
      }
    }
  }

  void shutDown() {
    shut = true;
    port.shutdownOutput();
  }

  void close() {
    closedWith(options.closeTimeout());
    port.close();
  }

  /** It is closed, by its user or with its server. */
  void closedWith(Duration timeout) {
    if (closeAskedAt < 0) {
      closeAskedAt = kernel.now();
    }
    if (timeout.compareTo(closeTimeout) < 0) {
      closeTimeout = timeout;
    }
  }

  void abort() {
    aborted = true;
    port.abort();
  }

  void release() {
    for (Data data = kept.poll(); data != null; data = kept.poll()) {
      data.release();
    }
  }

  // What it hears.

  void hear(Message message) {
    check("grammar", grammar.next(message));
    switch (message) {
      case Data data -> {
        check("credit", credit.data());
        check("bytes", in.deliver(data.bytes()));
        kept.add(data);
        if (kept.size() > MOST_KEPT || data.length() % 3 > 0) {
          kept.removeLast();
          data.release();
        }
      }
      case CreditUsed _ -> check("credit", credit.creditUsed());
      case Writable _ -> {
        writables++;
        refusedSinceWritable = false;
        if (writables > refusals) {
          throw broken("writable", writables + " times, " + refusals + " sends were refused");
        }
      }
      case PeerClosed _ -> {
        SimSocket below = socket();
        if (below == null || !below.endReceived()) {
          throw broken("peer closed", "the peer has not ended");
        }
        checkNothingHeld("PeerClosed");
      }
      case Failed failed -> {
        outOfMemory = failed.cause().getCause() instanceof OutOfMemoryError;
        if (failed.cause() instanceof SystemCallException cause
            && cause.kind() == SystemCallException.Kind.TIMED_OUT) {
          timedOut(cause);
        } else if (!outOfMemory && closeAskedAt < 0 && !aborted) {
          checkNothingHeld("Failed");
        }
      }
      case Closed closed -> {
        checkDropped(closed);
        if (closeAskedAt < 0 && !aborted && !grammar.isFailed()) {
          throw broken("closed", "for no reason");
        }
      }
      default -> {
        // Its order was all there was to it.
      }
    }
  }

  /** What is said to be given up is what was taken and the kernel never had. */
  private void checkDropped(Closed closed) {
    SimSocket below = socket();
    long notWritten = wireTaken - (below == null ? 0 : below.written());
    if (closed.droppedBytes() != notWritten || port.droppedBytes() != notWritten) {
      throw broken(
          "dropped",
          "%d bytes, or %d, are said to be given up, not %d"
              .formatted(closed.droppedBytes(), port.droppedBytes(), notWritten));
    }
    if (port.pendingBytes() != 0) {
      throw broken("dropped", port.pendingBytes() + " bytes are said to wait after the end");
    }
    boolean orderly = closeAskedAt >= 0 && !aborted && !grammar.isFailed() && !ranOut();
    if (orderly && notWritten > 0) {
      throw broken("dropped", notWritten + " bytes by an orderly end");
    }
  }

  /** The connect took too long; whatever had come of it is given up. */
  private void timedOut(SystemCallException cause) {
    connectTimedOut = true;
    Duration limit = options.connectTimeout();
    if (limit.isZero() || kernel.now() - begunAt < limit.toNanos()) {
      throw broken("timed out", "too early: " + cause.getMessage());
    }
  }

  /** Whether it failed since there was no memory for it. */
  boolean isOutOfMemory() {
    return outOfMemory;
  }

  boolean hasTimedOut() {
    return connectTimedOut;
  }

  /** All that the kernel held was delivered before an end was told. */
  private void checkNothingHeld(String end) {
    SimSocket below = socket();
    if (below == null || below.isUnregistered()) {
      return;
    }
    long had = below.arrived() - below.discarded();
    if (in.holdsMore(had)) {
      throw broken("last words", end + " before all of " + had + " bytes that had arrived: " + in);
    }
  }

  // What holds when nothing moves any more.

  /** With the credit that there is, nothing is left to do. */
  void checkAtRest() {
    SimSocket below = socket();
    if (isOver() || below == null || below.isClosed() || isLeaving() || !grammar.isConnected()) {
      return;
    }
    if (credit.owesCreditUsed() && !grammar.isPeerClosed() && !below.isDead()) {
      throw broken("credit", "CreditUsed is missing");
    }
    if (credit.isActive() && below.readable() > 0) {
      throw broken("lost event", below.readable() + " bytes can be read, and there is credit");
    }
    if (credit.isActive() && below.isDead() && !below.endReceived()) {
      throw broken("lost event", "a reset was not told");
    }
    // No read shows a reset behind the peer's end. A poller of levels that watches for nothing
    // does not either; one of edges does, and then the kernel can be asked.
    if (kernel.edges() && grammar.isPeerClosed() && below.hidesReset()) {
      throw broken("lost event", "a reset behind the peer's end was not told");
    }
    if (credit.isActive() && below.endReceived() && !grammar.isPeerClosed()) {
      throw broken("lost event", "the peer's end was not told");
    }
    if (port.pendingBytes() > 0 && below.hasRoomToTell()) {
      throw broken("lost event", port.pendingBytes() + " bytes wait, and there is room");
    }
    if (refusedSinceWritable && port.pendingBytes() <= options.lowWatermark() && !below.isDead()) {
      throw broken("writable", "is missing");
    }
  }

  /** Whether its user may still ask something of it, and its loop hears of that. */
  boolean isUsable() {
    SimSocket below = socket();
    return !isLeaving()
        && !grammar.isFailed()
        && below != null
        && !below.isClosed()
        && !below.failureTold();
  }

  /** The user wants no more. */
  boolean isLeaving() {
    return closeAskedAt >= 0 || aborted;
  }

  boolean isAborted() {
    return aborted;
  }

  boolean isShut() {
    return shut;
  }

  /** Closed was heard. */
  boolean isOver() {
    return grammar.isClosed();
  }

  /** Whether an orderly close was given up since its time was over. */
  boolean ranOut() {
    SimSocket below = socket();
    return closeAskedAt >= 0
        && below != null
        && below.isClosed()
        && below.closedAt() - closeAskedAt >= closeTimeout.toNanos();
  }

  @Override
  public String toString() {
    return SimSocket.name(who);
  }
}
