package dev.ioserver.engine.port;

import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What other threads ask of something that lives in a loop: bits in one word. Whoever sets the
 * first bit puts it into the loop's mailbox; until the loop has taken the word, everybody else adds
 * to it for nothing.
 *
 * <p>Thread-safety: any thread asks; the loop takes.
 */
abstract class LoopRequests implements LoopTask {

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(LoopRequests.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;

  /** Bits asked for and not yet taken. Any thread: getAndBitwiseOr. Loop: getAndSet. */
  @SuppressWarnings("unused") // through WORD
  private int word;

  LoopRequests(EventLoop loop) {
    this.loop = loop;
  }

  /** Does what the bits ask for; the loop's thread. */
  abstract void onRequests(int bits);

  /** Asks for something. What it is about has been published before. */
  final void ask(int bits) {
    int before = (int) WORD.getAndBitwiseOr(this, bits);
    if (before == 0) {
      loop.execute(this);
    }
  }

  /** The loop has ended and does nothing any more: end too. */
  abstract void onLoopEnded(int bits);

  @Override
  public final void run() {
    onRequests(take());
  }

  @Override
  public final void abandon() {
    onLoopEnded(take());
  }

  private int take() {
    return (int) WORD.getAndSet(this, 0);
  }
}
