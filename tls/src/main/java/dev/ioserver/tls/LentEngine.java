package dev.ioserver.tls;

import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;

/**
 * An engine until it goes back to its source: when neither its stream nor the long work of its
 * handshake uses it any more. Memory that is freed under the work would end the process.
 *
 * <p>Thread-safety: any thread.
 */
final class LentEngine {

  private static final System.Logger LOG = System.getLogger("dev.ioserver.tls");

  private final EngineSource source;
  private final SSLEngine engine;

  /** The stream, and the work if there is any. Any thread: atomic add. */
  private final AtomicInteger users = new AtomicInteger(1);

  LentEngine(EngineSource source, SSLEngine engine) {
    this.source = source;
    this.engine = engine;
  }

  /** Somebody who uses it lets another one use it too. */
  void share() {
    users.incrementAndGet();
  }

  /** One of its users is done with it. */
  void giveBack() {
    if (users.decrementAndGet() == 0) {
      try {
        source.done(engine);
      } catch (RuntimeException e) {
        LOG.log(WARNING, "the source of an engine failed to take it back", e);
      }
    }
  }
}
