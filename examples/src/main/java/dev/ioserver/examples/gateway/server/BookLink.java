package dev.ioserver.examples.gateway.server;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Receiver;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The channels between the session thread and one book.
 *
 * <pre>
 *   session thread                                      book thread
 *     offer ------------ requests (the packets) -----------&gt;
 *       &lt;----------- replies, ROOM among them -------------- put
 *     recycle ---------- free (the reply objects) ---------&gt;
 * </pre>
 *
 * <p>Each channel has one sender and one receiver. See the package for why nobody waits for ever.
 */
final class BookLink {

  private final String stock;
  private final Channel<Message> requests;
  private final Channel<Reply> replies;
  private final Channel<Reply> free;

  /** Says that there is room for requests again; under way once at a time, never recycled. */
  private final Reply room = new Reply(this);

  /**
   * A session waits for room. Session thread: volatile store, before it looks for room once more.
   * Book thread: volatile load after a fence, after it has made room; CAS.
   */
  private final AtomicBoolean roomWanted = new AtomicBoolean();

  /** A ROOM is asked for or under way; the session thread's. */
  private boolean expectingRoom;

  /** Sessions that hold an order for which there was no room; the session thread's. */
  private final ArrayDeque<ClientSession> waiting = new ArrayDeque<>();

  /** The book does not run any more; the session thread's. */
  private boolean halted;

  /**
   * Channels for a book.
   *
   * @param capacity requests that may wait, and replies that may be under way
   */
  BookLink(String stock, int capacity) {
    this.stock = stock;
    requests = Channels.spsc(capacity);
    free = Channels.spsc(capacity);
    // One more for ROOM.
    replies = Channels.spsc(capacity + 1);
    for (int i = 0; i < capacity; i++) {
      free.trySend(new Reply(this));
    }
  }

  String stock() {
    return stock;
  }

  // The session thread's side.

  /** What comes from the book, to be selected on. */
  Receiver<Reply> replies() {
    return replies;
  }

  boolean isHalted() {
    return halted;
  }

  /**
   * Hands an order to the book, which releases it.
   *
   * @return false if there is no room now; the order is still the caller's, and the book will say
   *     when there is
   */
  boolean offer(Message order) {
    if (requests.trySend(order)) {
      return true;
    }
    if (expectingRoom) {
      return false;
    }
    expectingRoom = true;
    roomWanted.set(true);
    // The book may have made room before it could see the wish; then its ROOM is superfluous.
    return requests.trySend(order);
  }

  /** Has a session wait until there is room for the order that it holds. */
  void await(ClientSession session) {
    waiting.add(session);
  }

  /** Whether it is no message to a user, but says that there is room for requests. */
  boolean isRoom(Reply reply) {
    return reply == room;
  }

  /** There is room: sessions that wait go on, as many as there is room for. */
  void onRoom() {
    expectingRoom = false;
    while (!waiting.isEmpty() && waiting.element().retry(this)) {
      waiting.remove();
    }
  }

  /** Gives a reply object back to the book. */
  void recycle(Reply reply) {
    boolean kept = free.trySend(reply);
    assert kept : "more replies than there are";
  }

  /** Lets the book end when it has dealt with what it was given; what is held is dropped. */
  void close() {
    requests.close();
    waiting.forEach(ClientSession::dropHeld);
    waiting.clear();
  }

  /** The book has ended: what it has not dealt with is dropped. */
  void halt() {
    halted = true;
    close();
    requests.drain(ClientSession::release, Integer.MAX_VALUE);
  }

  /** The session thread ends: a book that waits for it ends too. */
  void abandon() {
    requests.close();
    free.close();
  }

  // The book's side.

  /** What comes from the clients. */
  Receiver<Message> requests() {
    return requests;
  }

  /**
   * A reply object to be filled. Waits for the session thread if all of them are under way.
   *
   * @throws ChannelClosedException if the session thread is gone
   */
  Reply take() throws InterruptedException {
    Reply reply = free.tryReceive();
    return reply == null ? free.receive() : reply;
  }

  void put(Reply reply) {
    boolean taken = replies.trySend(reply);
    assert taken : "more replies than there are";
  }

  /** Requests were taken: tells a session that waits for room. */
  void announceRoom() {
    // What was taken must be gone from the channel before the wish is looked at.
    VarHandle.fullFence();
    if (roomWanted.get() && roomWanted.compareAndSet(true, false)) {
      put(room);
    }
  }

  /** The book ends; the session thread hears of it after the last reply. */
  void ended() {
    replies.close();
  }
}
