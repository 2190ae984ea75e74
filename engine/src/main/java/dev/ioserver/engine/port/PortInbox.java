package dev.ioserver.engine.port;

import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.loop.EndedInbox;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.InboxBudget;
import dev.ioserver.engine.loop.InboxCount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.unpadded.SpscGrowableVarHandleUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a port on their way from the loop to the receiver: put one by one, announced
 * together. Reading stops while too much waits, and goes on by itself: while too many bytes do, of
 * this port or of all, and where nobody counts the messages, while too many messages do.
 *
 * <p>Thread-safety: as {@link MessageSource}; what is marked so is the loop's.
 */
abstract class PortInbox extends MessageSource<Message> implements InboxBudget.Inbox {

  /**
   * It begins small, so that thousands of ports that have a message or two at a time stay within
   * the processor's caches, and grows to what was ever needed, so that it allocates nothing after
   * that. Its limit is beyond any memory: what bounds it is credit, or the inbox limit.
   */
  private static final int INBOX_FIRST = 8;

  private static final int INBOX_MOST = 1 << 30;

  /** How often the receiver makes sure that it sees a stall: in parts of the limit in bytes. */
  private static final int LOOKS = 4;

  /** Nothing keeps the port from reading. */
  private static final int FLOWING = 0;

  /** Too much waits in this inbox: the receiver says so when it is half empty. */
  private static final int FULL = 1;

  /** Too much waits in all: the loop looks again, and the receiver says so when this is empty. */
  private static final int LOOP_FULL = 2;

  private static final VarHandle DATA_PUT;
  private static final VarHandle BYTES_PUT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DATA_PUT = lookup.findVarHandle(PortInbox.class, "dataPut", int.class);
      BYTES_PUT = lookup.findVarHandle(PortInbox.class, "bytesPut", long.class);
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

  /** Bytes of them ever put into the queue. Loop: plain load, opaque store. Others: opaque. */
  private long bytesPut;

  /** The count of bytes put up to which there is room, by the last look; the loop's. */
  private long roomUntil;

  /** Bytes taken; made before the first data message is put, and published with it. */
  private @Nullable InboxCount taken;

  /** The count of bytes taken from which on the receiver makes sure; the receiver's. */
  private long sureAt;

  /** The last message is in the queue. Loop: volatile store. */
  private volatile boolean ended;

  /** FLOWING, FULL or LOOP_FULL. Loop and receiver: volatile. */
  private volatile int stall;

  /** The loop's budget knows that this one is stopped; the loop's. */
  private boolean stopped;

  /** Something was put or changed since the last announcement; the loop's. */
  private boolean unannounced;

  /**
   * An empty inbox.
   *
   * @param credit at first, or {@link PortOptions#UNLIMITED}
   * @param limit messages that may wait while nobody counts
   * @param bytes that may wait, as {@link #inboxBytes()}
   */
  PortInbox(EventLoop loop, int credit, int limit, long bytes) {
    super(new SpscGrowableVarHandleUnpaddedArrayQueue<>(INBOX_FIRST, INBOX_MOST));
    this.loop = loop;
    this.limit = limit;
    this.roomUntil = bytes;
    this.leakCheck = loop.leaks().isEnabled();
    this.credit = new Credit(credit == PortOptions.UNLIMITED ? Credit.UNLIMITED : credit);
  }

  /** There was no room and there is some again: asks the loop to go on reading. */
  abstract void roomAgain();

  /** The receiver has heard that the port failed; the receiver. */
  abstract void failureTaken();

  /** How many bytes may wait. */
  abstract long inboxBytes();

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
    if (message instanceof PooledMessage data) {
      countData(data);
    }
  }

  private void countData(PooledMessage data) {
    if (taken == null) {
      taken = new InboxCount();
    }
    int bytes = data.kept();
    DATA_PUT.setOpaque(this, dataPut + 1);
    BYTES_PUT.setOpaque(this, bytesPut + bytes);
    loop.inboxBudget().put(bytes);
  }

  @Override
  protected final boolean afterTake(Message message) {
    // Where nobody counts, each message may be the one that makes room.
    boolean makeSure = credit.isUnlimited();
    boolean holds = true;
    if (message instanceof PooledMessage data) {
      dataTaken++;
      makeSure |= countTaken(data.kept());
    } else if (saysCreditUsed(message) && isRenewed()) {
      // Nobody gets it; but it makes room like any other.
      holds = false;
    } else if (message instanceof Failed) {
      failureTaken();
    }
    if (makeSure && !loop.isOwner()) {
      // The fence makes sure that one sees the other: this thread the stall, or the loop the room.
      // Where the same thread puts and takes there is no need of it.
      VarHandle.fullFence();
    }
    if (stall != FLOWING) {
      proceedIfRoom();
    }
    return holds;
  }

  private static boolean saysCreditUsed(Message message) {
    return message instanceof CreditUsed || message instanceof DatagramMessage.CreditUsed;
  }

  /**
   * Counts bytes that were taken.
   *
   * @return whether it has come to a part of the limit since the receiver was last sure to see a
   *     stall: see docs/memory-ordering.md
   */
  private boolean countTaken(int bytes) {
    InboxCount count = taken;
    assert count != null : "made before anything was put";
    long sum = count.add(bytes);
    loop.inboxBudget().taken(bytes);
    if (sum < sureAt) {
      return false;
    }
    sureAt = sum + Math.max(1, inboxBytes() / LOOKS);
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

  private void proceedIfRoom() {
    boolean room = stall == LOOP_FULL ? waiting() == 0 : isHalfEmpty();
    if (room) {
      stall = FLOWING;
      roomAgain();
    }
  }

  private boolean isHalfEmpty() {
    return (!credit.isUnlimited() || queue.size() <= limit / 2) && waiting() <= inboxBytes() / 2;
  }

  /** How many bytes wait; the loop or the receiver, for whom it may be less than the loop puts. */
  @Override
  public final long waiting() {
    InboxCount count = taken;
    return count == null ? 0 : (long) BYTES_PUT.getOpaque(this) - count.taken();
  }

  /** The loop's budget has stopped this one, and may have room again; the loop. */
  @Override
  public final void roomInLoop() {
    stopped = false;
    if (stall == LOOP_FULL) {
      stall = FLOWING;
    }
    roomAgain();
  }

  /** Data for the receiver; the loop. As {@link #put}, or handed over directly. */
  final void putData(PooledData data) {
    if (queue.isEmpty() && loop.handOver(this, data)) {
      loop.countIn(1);
    } else {
      countData(data);
      put(data);
    }
  }

  /** A datagram for the receiver; the loop. It is announced by {@link #announce()}. */
  final void putDatagram(PooledDatagram datagram) {
    countData(datagram);
    put(datagram);
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

  /** How many messages may wait in the queue while nobody counts them. */
  final int limit() {
    return limit;
  }

  /** How many more messages may be put by now while nobody counts; the loop. */
  final int leftOfLimit() {
    return Math.max(0, limit - queue.size());
  }

  /** Whether one more data message may be put; the loop. */
  final boolean hasInboxRoom() {
    return (hasRoomForMessages() && bytesPut < roomUntil) || hasRoomByNow();
  }

  private boolean hasRoomForMessages() {
    return !credit.isUnlimited() || queue.size() < limit;
  }

  private boolean hasRoomByNow() {
    long waiting = waiting();
    if (hasRoomForMessages() && waiting < inboxBytes()) {
      roomUntil = saturated(bytesPut - waiting, inboxBytes());
      return true;
    }
    stall = FULL;
    VarHandle.fullFence();
    // The receiver may have emptied the inbox before it could see that.
    return isHalfEmpty();
  }

  /**
   * Whether the loop may read more for this port, as far as it is not about this inbox; the loop.
   */
  final boolean hasLoopRoom() {
    InboxBudget budget = loop.inboxBudget();
    if (!budget.isOver() || budget.admits(waiting())) {
      return true;
    }
    stall = LOOP_FULL;
    if (!stopped) {
      stopped = true;
      budget.stop(this);
    }
    return false;
  }

  private static long saturated(long sum, long more) {
    return sum > Long.MAX_VALUE - more ? Long.MAX_VALUE : sum + more;
  }

  /** The last message has been put; the loop. */
  final void endInbox() {
    if (stopped) {
      stopped = false;
      loop.inboxBudget().forget(this);
    }
    InboxCount count = taken;
    if (count != null && waiting() > 0) {
      loop.inboxBudget().ended(new EndedInbox(this, count, bytesPut));
    }
    ended = true;
    signal();
  }
}
