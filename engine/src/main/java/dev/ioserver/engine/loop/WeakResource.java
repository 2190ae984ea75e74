package dev.ioserver.engine.loop;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * The place in a loop of something that ends with it, but is garbage as soon as nobody else holds
 * it: a timer that has expired. The loop's thread.
 */
final class WeakResource extends WeakReference<LoopResource> implements LoopResource {

  private final EventLoop loop;

  WeakResource(
      EventLoop loop, LoopResource resource, ReferenceQueue<? super LoopResource> dropped) {
    super(resource, dropped);
    this.loop = loop;
  }

  @Override
  public void closeWithServer() {
    LoopResource resource = get();
    if (resource == null) {
      loop.residents().remove(this);
    } else {
      resource.closeWithServer();
    }
  }

  @Override
  public void endNow(Throwable cause) {
    LoopResource resource = get();
    if (resource != null) {
      resource.endNow(cause);
    }
  }
}
