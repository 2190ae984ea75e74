package dev.ioserver.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * A descriptor that somebody else made, watched by an event loop: a timerfd, an inotify descriptor,
 * a pipe, the event descriptor of a library or a device. It looks like a channel of {@link Ready}
 * messages, so that it is waited for in the same select as ports.
 *
 * {@snippet file="dev/ioserver/engine/snippets/WatchSnippetTest.java" region="watch"}
 *
 * <p><b>Level</b>, the default: a {@link Ready} says that the descriptor was ready when the kernel
 * was last asked. While it waits to be received, and until its receiver comes back, the kernel is
 * not asked again, and no second one comes. The receiver comes back with its next receive or poll
 * that gets as far as this watch: that says that it has done what it wanted to do. From then on the
 * kernel is asked again, and if the descriptor is still ready, the next {@code Ready} comes. So
 * nothing spins, nothing has to be armed again, and somebody who reads once for each {@code Ready}
 * never finds the descriptor empty, if nobody else reads it. Who leaves something unread is told
 * again. Who hands the work to another thread turns the interest off until that thread is done.
 *
 * <p><b>Edge</b>, with {@link Interest#EDGE}: a {@link Ready} for each time that the kernel
 * announces a change. Changes that come while one waits to be received are added to it. The kernel
 * says nothing of what was left unread: read until a read would block.
 *
 * <p>The descriptor stays its owner's. It is never read, written, changed or closed here, neither
 * by {@link #close()} nor by the end of the server. Close the watch first, and the descriptor after
 * {@link Closed} was received: the kernel has let go then. On the thread that runs a caller-run
 * server it has let go when {@link #close()} returns. The number of a descriptor that was closed
 * while it was watched may be given to another one, which then is in the way.
 *
 * <p>What the system refuses comes as {@link Failed}, with the remedy, and {@link Closed} follows:
 * a descriptor that is closed, that cannot be waited for, or that is watched already.
 *
 * <p>Thread-safety: one thread receives; the other methods may be called by any thread, but for the
 * attachment.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public non-sealed interface Watch extends Receiver<Message> {

  /** {@return the number of the descriptor as it was given; -1 if a channel is watched} */
  long descriptor();

  /** {@return what is waited for now: READ and WRITE of {@link Interest}, or NONE} */
  int interest();

  /**
   * Changes what is waited for. It costs no system call while the loop is awake. What the kernel
   * has announced before, for a direction that is not wanted any more, is not received by a thread
   * that calls this and then receives; unless this is edge-triggered, since an edge comes but once.
   * A direction that is turned on is reported if it is ready already. If this is edge-triggered,
   * one that stays on may be reported once more.
   *
   * @param interest READ, WRITE or both of {@link Interest}; NONE waits for nothing, until the next
   *     change
   * @return this watch
   * @throws IllegalArgumentException if it has other bits; whether edges are wanted is said once,
   *     when the watch is opened
   */
  Watch interest(int interest);

  /** {@return whether it was opened with {@link Interest#EDGE}} */
  boolean isEdgeTriggered();

  /** {@return whatever the user hung on this watch; null at first} */
  @Nullable Object attachment();

  /**
   * Hangs something on this watch: what is to be done when it is ready, for example. To be set and
   * read by the receiving thread, or set before the watch is handed to it.
   *
   * @param attachment anything, or null for nothing
   * @return this watch
   */
  Watch attach(@Nullable Object attachment);

  /**
   * Ends the watch: {@link Closed} is the last message, and no {@link Ready} comes before it that
   * was not received yet. The descriptor stays open. Idempotent.
   */
  @Override
  void close();
}
