package dev.ioserver.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A source that knows which of its engines have not come back. */
final class CountedEngines implements EngineSource {

  private final EngineSource source;
  private final Set<SSLEngine> lent =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger strange = new AtomicInteger();

  CountedEngines(SSLContext context) {
    this.source = EngineSource.of(context);
  }

  @Override
  public SSLEngine create(@Nullable String host, int port) {
    SSLEngine engine = source.create(host, port);
    lent.add(engine);
    made.incrementAndGet();
    return engine;
  }

  @Override
  public void done(SSLEngine engine) {
    if (!lent.remove(engine)) {
      strange.incrementAndGet();
    }
  }

  int lent() {
    return lent.size();
  }

  /** Some were made, and each has come back once. */
  void check() {
    assertTrue(made.get() > 0, "no engine was made");
    assertEquals(0, strange.get(), "engines that came back twice");
    assertEquals(0, lent.size(), "engines that did not come back, of " + made);
  }
}
