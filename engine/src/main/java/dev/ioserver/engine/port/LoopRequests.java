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

  /**
   * Something that was done for this has thrown: for want of memory, or by a mistake. The loop's
   * thread.
   */
  public abstract void onThrown(Throwable cause);

  /** Does it at once; the loop's thread. */
  final void doNow(int bits) {
    try {
      onRequests(bits);
    } catch (RuntimeException | Error e) {
      onThrown(e);
    }
  }

  /**
   * Asks for something. What it is about has been published before.
   *
   * @throws OutOfMemoryError if the loop's mailbox cannot grow; the request was not made then
   */
  final void ask(int bits) {
    int before = (int) WORD.getAndBitwiseOr(this, bits);
    if (before == 0) {
      post(bits);
    } else {
      joined();
    }
  }

  /** Puts this into the loop's mailbox. Any thread. */
  void putInMailbox() {
    loop.execute(this);
  }

  /** This is in the loop's mailbox, or about to be: another bit has been added. Any thread. */
  void joined() {
    // Whoever put it there has the loop come for it at once.
  }

  private void post(int bits) {
    boolean posted = false;
    while (!posted) {
      try {
        putInMailbox();
        posted = true;
      } catch (OutOfMemoryError e) {
        // Taken back, or nobody would ever post it; but not from under those who have joined.
        if (WORD.compareAndSet(this, bits, 0)) {
          throw e;
        }
      }
    }
  }

  /** The loop has ended and does nothing any more: end too. */
  abstract void onLoopEnded(int bits);

  @Override
  public final void run() {
    doNow(take());
  }

  @Override
  public final void abandon() {
    onLoopEnded(take());
  }

  private int take() {
    return (int) WORD.getAndSet(this, 0);
  }
}
