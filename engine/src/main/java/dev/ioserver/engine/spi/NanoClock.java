package dev.ioserver.engine.spi;

/** Where a loop's time comes from. Points in time are compared by their difference. */
@FunctionalInterface
public interface NanoClock {

  /** The clock of this machine. */
  NanoClock SYSTEM =
      new NanoClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }
      };

  /** {@return now, in nanoseconds from an arbitrary origin; it never goes back} */
  long nanoTime();
}
