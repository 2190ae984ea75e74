package dev.ioserver.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * Any thread's side of a raw selector: who waits for what, and the wake-up. None of it makes a
 * system call unless the selecting thread is blocked and has to be woken. The kernel is told of
 * changes just before the next wait.
 *
 * {@snippet file="dev/ioserver/engine/snippets/IoSelectorSnippetTest.java" region="registry"}
 *
 * <p>Thread-safety: any thread.
 */
public interface Registry {

  /**
   * Registers a descriptor. If the kernel refuses it before the next wait, {@link
   * ReadyHandler#onFailed} says so.
   *
   * @param descriptor a file descriptor, or what the engine calls one; each at most once
   * @param interest bits of {@link Interest}: READ, WRITE, EDGE, or NONE
   * @param attachment handed back with each event; may be null
   * @return the token that names this registration
   * @throws IllegalArgumentException if the interest has other bits, or EDGE on an engine without
   *     edges
   * @throws IllegalStateException if all slots are taken, or the selector is closed
   */
  long register(long descriptor, int interest, @Nullable Object attachment);

  /**
   * Changes what a registration waits for. Changes that cancel out before the next wait cost
   * nothing. Without {@link Interest#EDGE}, reading that the selecting thread does not want any
   * more is not handed out from the call on. The kernel is told of that only when it reports
   * something to read, which may end one wait without an event. An event of writing, or an edge,
   * that was in the batch already may still come.
   *
   * @param token what {@link #register} gave
   * @param interest as for {@link #register}
   * @return false if the registration is over
   * @throws IllegalArgumentException as for {@link #register}
   */
  boolean interest(long token, int interest);

  /**
   * Ends a registration. From now on no event of it is handed out. {@link
   * ReadyHandler#onDeregistered} says when the descriptor may be closed.
   *
   * @param token what {@link #register} gave
   * @return false if it was over already
   */
  boolean deregister(long token);

  /** Ends the select under way, or else the next one, without a system call if none blocks. */
  void wakeup();
}
