package dev.ioserver.examples.feed.publish;

import dev.ioserver.engine.api.Datagram;
import dev.ioserver.examples.feed.Count;
import dev.ioserver.examples.feed.FaultCounts;
import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.mold.Mold;
import dev.ioserver.examples.feed.mold.MoldRequest;
import dev.ioserver.examples.feed.mold.MoldWriter;
import dev.ioserver.examples.feed.mold.SessionName;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages again to those who ask.
 *
 * <p>A flood of requests can neither hold up the feed nor starve others:
 *
 * <ul>
 *   <li>One request is answered with one packet, however many messages it wants; who wants more
 *       asks again.
 *   <li>A source has one request that waits. A newer one takes its place, and not a place behind
 *       the others.
 *   <li>Sources are answered in turns, a limited number of packets at a time, and each a limited
 *       number from tick to tick.
 *   <li>The table of sources has a fixed size. Whoever has nothing waiting makes room for the next.
 *       The hash has a seed, so that nobody can choose addresses that push somebody out.
 * </ul>
 *
 * <p>No address object is made: a request is kept until it is answered, and its source is answered.
 * Belongs to one thread; allocates nothing once it is made.
 */
public final class RequestServer {

  private final FeedStore store;
  private final SessionName session;
  private final RequestOutput output;
  private final RequestLimits limits;
  private final FaultCounts faults;
  private final MoldRequest request = new MoldRequest();
  private final MoldWriter writer;
  private final Requester[] requesters;
  private final long seed = new SplittableRandom().nextLong();
  private final Count requests = new Count();
  private final Count answers = new Count();
  private final Count resent = new Count();

  // The requesters that wait, in the order of their turns.
  private @Nullable Requester first;
  private @Nullable Requester last;
  private long tick = 1;

  /** A server for the messages of a store. */
  public RequestServer(
      FeedStore store,
      SessionName session,
      RequestOutput output,
      RequestLimits limits,
      FaultCounts faults) {
    this.store = store;
    this.session = session;
    this.output = output;
    this.limits = limits;
    this.faults = faults;
    writer = new MoldWriter(session, Mold.MAX_PACKET_LENGTH);
    requesters = new Requester[limits.buckets() * limits.waysPerBucket()];
    for (int i = 0; i < requesters.length; i++) {
      requesters[i] = new Requester();
    }
  }

  /** Takes a datagram that came, and sees to its release. */
  public void onDatagram(Datagram datagram) {
    requests.add(1);
    ByteBuffer bytes = datagram.bytes();
    FeedFault fault =
        datagram.isCut()
            ? FeedFault.CUT
            : check(request.wrap(bytes, bytes.position(), datagram.length()));
    Requester requester = fault == null ? find(datagram) : null;
    if (fault == null) {
      fault = refuse(requester);
    }
    if (fault != null || requester == null) {
      if (fault != null) {
        faults.count(fault);
      }
      datagram.release();
      return;
    }
    requester.from = request.sequence();
    requester.count = request.count();
    Datagram superseded = requester.waiting;
    requester.waiting = datagram;
    if (superseded == null) {
      enqueue(requester);
    } else {
      faults.count(FeedFault.SUPERSEDED);
      superseded.release();
    }
  }

  /** Answers some of those who wait, one packet each and in turns, as far as there is room. */
  public void serve() {
    for (int sent = 0; sent < limits.packetsPerTurn(); sent++) {
      Requester requester = first;
      if (requester == null || !answer(requester)) {
        return;
      }
    }
  }

  /** Returns whether nobody waits. */
  public boolean isIdle() {
    return first == null;
  }

  /** Each source may have all its answers again. */
  public void onTick() {
    tick++;
  }

  /** Nobody will be answered any more: gives back what waits. */
  public void close() {
    while (first != null) {
      dequeue(first);
    }
  }

  /** Returns how many datagrams came. Any thread. */
  public long requests() {
    return requests.get();
  }

  /** Returns how many packets were sent. Any thread. */
  public long answers() {
    return answers.get();
  }

  /** Returns how many messages were sent again. Any thread. */
  public long resent() {
    return resent.get();
  }

  private @Nullable FeedFault check(@Nullable FeedFault form) {
    if (form != null) {
      return form;
    }
    if (!request.isOf(session)) {
      return FeedFault.WRONG_SESSION;
    }
    if (request.sequence() >= store.next()) {
      return FeedFault.NOT_YET;
    }
    return request.sequence() < store.first() ? FeedFault.TOO_OLD : null;
  }

  private @Nullable FeedFault refuse(@Nullable Requester requester) {
    if (requester == null) {
      return FeedFault.TOO_MANY_SOURCES;
    }
    if (requester.tick != tick) {
      requester.tick = tick;
      requester.answered = 0;
    }
    return requester.answered >= limits.packetsPerTick() ? FeedFault.OVER_BUDGET : null;
  }

  private boolean answer(Requester requester) {
    Datagram to = requester.waiting;
    if (to == null) {
      throw new AssertionError("a requester in the queue without a request");
    }
    if (requester.from < store.first()) {
      faults.count(FeedFault.TOO_OLD); // while it waited
      dequeue(requester);
      return true;
    }
    store.write(requester.from, requester.count, writer.begin(requester.from));
    if (!output.reply(to, writer.packet())) {
      return false;
    }
    requester.answered++;
    answers.add(1);
    resent.add(writer.count());
    dequeue(requester);
    return true;
  }

  private void enqueue(Requester requester) {
    if (last == null) {
      first = requester;
    } else {
      last.next = requester;
    }
    last = requester;
  }

  private void dequeue(Requester requester) {
    first = requester.next;
    requester.next = null;
    if (first == null) {
      last = null;
    }
    Datagram done = requester.waiting;
    requester.waiting = null;
    if (done != null) {
      done.release();
    }
  }

  /** Returns the place of a source, known or new; null if there is none now. */
  private @Nullable Requester find(Datagram datagram) {
    int ways = limits.waysPerBucket();
    int bucket = bucket(datagram) * ways;
    Requester oldest = null;
    for (int i = bucket; i < bucket + ways; i++) {
      Requester candidate = requesters[i];
      if (candidate.is(datagram)) {
        candidate.heard = requests.get();
        return candidate;
      }
      if (candidate.waiting == null && (oldest == null || candidate.heard < oldest.heard)) {
        oldest = candidate;
      }
    }
    if (oldest != null) {
      oldest.become(datagram);
      oldest.heard = requests.get();
    }
    return oldest;
  }

  private int bucket(Datagram datagram) {
    long hash = mix(datagram.sourceHigh() ^ seed);
    hash = mix(hash ^ datagram.sourceLow());
    hash = mix(hash ^ datagram.sourcePort());
    return (int) hash & (limits.buckets() - 1);
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 32) * 0x9E37_79B9_7F4A_7C15L;
    return mixed ^ mixed >>> 29;
  }
}
