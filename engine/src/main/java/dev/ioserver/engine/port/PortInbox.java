package dev.ioserver.engine.port;

import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortMessage;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.loop.EventLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.unpadded.SpscGrowableVarHandleUnpaddedArrayQueue;

/**
 * The messages of a port on their way from the loop to the receiver: put one by one, announced
 * together. Where nobody counts them, reading stops while too many wait, and goes on by itself.
 *
 * <p>Thread-safety: as {@link MessageSource}; what is marked so is the loop's.
 */
abstract class PortInbox extends MessageSource<Message> {

  /**
   * It begins small, so that thousands of ports that have a message or two at a time stay within
   * the processor's caches, and grows to what was ever needed, so that it allocates nothing after
   * that. Its limit is beyond any memory: what bounds it is credit, or the inbox limit.
   */
  private static final int INBOX_FIRST = 8;

  private static final int INBOX_MOST = 1 << 30;

  private static final VarHandle DATA_PUT;

  static {
    try {
      DATA_PUT = MethodHandles.lookup().findVarHandle(PortInbox.class, "dataPut", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;
  private final Credit credit;
  private final int limit;
  private final boolean leakCheck;

  /**
   * Data messages ever put into the queue; it may overflow. Loop: plain load, opaque store, before
   * the credit is used. Receiver: opaque load after an acquire load of the credit.
   */
  private int dataPut;

  /** Data messages ever taken from the queue; it may overflow. The receiver's. */
  private int dataTaken;

  /** The last message is in the queue. Loop: volatile store. */
  private volatile boolean ended;

  /** Reading waits until the inbox has been emptied somewhat. Loop and receiver: volatile. */
  private volatile boolean stalled;

  /** Something was put or changed since the last announcement; the loop's. */
  private boolean unannounced;

  PortInbox(EventLoop loop, PortOptions options) {
    super(new SpscGrowableVarHandleUnpaddedArrayQueue<>(INBOX_FIRST, INBOX_MOST));
    this.loop = loop;
    this.limit = options.inboxLimit();
    this.leakCheck = loop.leaks().isEnabled();
    this.credit =
        new Credit(options.credit() == PortOptions.UNLIMITED ? Credit.UNLIMITED : options.credit());
  }

  /** The inbox was full and is so no more: asks the loop to go on reading; the receiver. */
  abstract void roomAgain();

  /** The receiver has heard that the port failed; the receiver. */
  abstract void failureTaken();

  final EventLoop loop() {
    return loop;
  }

  /** Whether data messages are tracked: the answer of the loop's leak tracker, nearer at hand. */
  final boolean isLeakChecked() {
    return leakCheck;
  }

  final Credit credit() {
    return credit;
  }

  @Override
  public final boolean tellsItsEnd() {
    return true;
  }

  @Override
  protected final boolean isEnded() {
    return ended;
  }

  @Override
  protected final void beforePutFirst(Message message) {
    if (message instanceof PooledData) {
      countData();
    }
  }

  private void countData() {
    DATA_PUT.setOpaque(this, dataPut + 1);
  }

  @Override
  protected final boolean afterTake(Message message) {
    if (message instanceof PooledData) {
      dataTaken++;
    } else if (message instanceof CreditUsed && isRenewed()) {
      return false;
    } else if (message instanceof Failed) {
      failureTaken();
    }
    if (!credit.isUnlimited()) {
      return true;
    }
    if (!loop.isOwner()) {
      // The fence makes sure that one sees the other: this thread the stall, or the loop the room.
      // Where the same thread puts and takes there is no need of it.
      VarHandle.fullFence();
    }
    proceedIfStalled();
    return true;
  }

  /**
   * Whether credit was renewed before anybody heard that it was used up. The data that came for it
   * may have used it again: that is told behind the data.
   */
  private boolean isRenewed() {
    // In this order: whatever data has used the credit was counted before.
    return credit.isActive() || (int) DATA_PUT.getOpaque(this) - dataTaken > 0;
  }

  private void proceedIfStalled() {
    if (stalled && queue.size() <= limit / 2) {
      stalled = false;
      roomAgain();
    }
  }

  /** Data for the receiver; the loop. As {@link #put}, or handed over directly. */
  final void putData(PortMessage data) {
    if (queue.isEmpty() && loop.handOver(this, data)) {
      loop.countIn(1);
    } else {
      countData();
      put(data);
    }
  }

  /** A message for the receiver; the loop. It is announced by {@link #announce()}. */
  final void put(Message message) {
    queue.offer(message);
    unannounced = true;
    loop.countIn(1);
  }

  /** Tells whoever waits that something has changed; the loop. */
  final void announce() {
    if (unannounced) {
      unannounced = false;
      signal();
    }
  }

  /** Something other than a message has changed that somebody may wait for; the loop. */
  final void changed() {
    unannounced = true;
  }

  /** How many messages wait in the queue. */
  final int queued() {
    return queue.size();
  }

  /** Whether more messages may be put although nobody counts them; the loop. */
  final boolean hasInboxRoom() {
    if (queue.size() < limit) {
      return true;
    }
    stalled = true;
    VarHandle.fullFence();
    // The receiver may have emptied the inbox before it could see that.
    return queue.size() <= limit / 2;
  }

  /** The last message has been put; the loop. */
  final void endInbox() {
    ended = true;
    signal();
  }
}
