package dev.ioserver.bench.run;

import java.util.Locale;

/**
 * What the JVM that measures allocated while it did.
 *
 * @param bytesPerOperation all threads' bytes, divided by operations; or NaN
 * @param operations over how many operations; the harness's own bytes are among them
 */
public record Allocated(double bytesPerOperation, double operations) {

  /** Nothing is known, or there is no JVM. */
  public static final Allocated UNKNOWN = new Allocated(Double.NaN, 0);

  /**
   * What the harness allocates around an iteration, and some more. It does not grow with the
   * iteration, so that a longer one shows smaller allocations.
   */
  private static final double HARNESS_BYTES = 512 << 10;

  /** Bytes from which the harness was kept out. */
  static Allocated exactly(double bytesPerOperation) {
    return new Allocated(bytesPerOperation, Double.POSITIVE_INFINITY);
  }

  /** Whether there is a figure. */
  public boolean isKnown() {
    return !Double.isNaN(bytesPerOperation);
  }

  /** Whether there is nothing that the harness alone would not have allocated. */
  public boolean isNothing() {
    return bytesPerOperation == 0 || bytesPerOperation * operations < HARNESS_BYTES;
  }

  /** In words; what may be 0 says below what it is. */
  @Override
  public String toString() {
    if (!isKnown()) {
      return "";
    }
    if (bytesPerOperation < 0.05) {
      return "0";
    }
    String number = String.format(Locale.ROOT, "%.1f", bytesPerOperation);
    return isNothing() ? "0 (< " + number + ")" : number;
  }
}
