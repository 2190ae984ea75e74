package dev.ioserver.netty;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.util.internal.StringUtil;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A handle's registration with one event loop. Its attachment is the loop's calls, which belong to
 * the loop's thread.
 *
 * <p>Thread-safety: any thread.
 */
final class LoopRegistration implements IoRegistration {

  private final IoServerIoHandler loop;
  final IoServerIoHandle handle;

  /** The selector's name for it; set once, before anybody else knows this. */
  long token;

  /** Over. Any thread: volatile load, CAS. */
  private final AtomicBoolean cancelled = new AtomicBoolean();

  LoopRegistration(IoServerIoHandler loop, IoServerIoHandle handle) {
    this.loop = loop;
    this.handle = handle;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface's shape
  public <T> T attachment() {
    return (T) loop.calls();
  }

  /**
   * {@inheritDoc}
   *
   * @return the bits of the interest, or -1 if the registration is over
   */
  @Override
  public long submit(IoOps ops) {
    if (!(ops instanceof IoServerIoOps ours)) {
      throw new IllegalArgumentException(
          "operations of type " + StringUtil.simpleClassName(ops) + " are not ioserver's");
    }
    return isValid() && loop.interest(token, ours.interest()) ? ours.interest() : -1;
  }

  @Override
  public boolean isValid() {
    return !cancelled.get();
  }

  @Override
  public boolean cancel() {
    if (!cancelled.compareAndSet(false, true)) {
      return false;
    }
    loop.cancelled(this);
    return true;
  }
}
