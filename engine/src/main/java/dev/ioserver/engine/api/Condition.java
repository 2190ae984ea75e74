package dev.ioserver.engine.api;

/** Something that a thread waits for. Asked by the waiting thread, before it blocks and after. */
@FunctionalInterface
public interface Condition {

  /** Never ready: waits end by other means. */
  Condition NEVER =
      new Condition() {
        @Override
        public boolean isReady() {
          return false;
        }
      };

  /** {@return whether the wait is over} Must not block and must not have effects. */
  boolean isReady();
}
