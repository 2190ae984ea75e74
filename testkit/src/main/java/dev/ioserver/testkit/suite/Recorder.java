package dev.ioserver.testkit.suite;

import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers what a selector told last. */
final class Recorder implements ReadyHandler {

  final List<Long> deregistered = new ArrayList<>();
  int events;
  long token;
  int ready;
  @Nullable Object attachment;
  @Nullable SystemCallException failure;

  Recorder() {}

  @Override
  public void onReady(long of, @Nullable Object hung, int bits) {
    events++;
    token = of;
    attachment = hung;
    ready = bits;
  }

  @Override
  public void onFailed(long of, @Nullable Object hung, SystemCallException cause) {
    failure = cause;
  }

  @Override
  public void onDeregistered(long of, @Nullable Object hung) {
    deregistered.add(of);
  }
}
