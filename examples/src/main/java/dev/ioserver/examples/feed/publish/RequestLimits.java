package dev.ioserver.examples.feed.publish;

/**
 * What bounds the work for those who have missed something. Immutable.
 *
 * @param waysPerBucket how many sources may have the same hash; more of them have to wait
 * @param buckets how many hashes there are, a power of two; 8 times 128 sources by default
 * @param packetsPerTurn answers that are sent before the feed itself goes on; 16 by default
 * @param packetsPerTick answers that one source gets from tick to tick; 4,096 by default
 */
public record RequestLimits(
    int waysPerBucket, int buckets, int packetsPerTurn, int packetsPerTick) {

  /** Checks the parts. */
  public RequestLimits {
    if (waysPerBucket < 1 || packetsPerTurn < 1 || packetsPerTick < 1) {
      throw new IllegalArgumentException("a limit below 1");
    }
    if (Integer.bitCount(buckets) != 1) {
      throw new IllegalArgumentException("buckets is " + buckets + "; it must be a power of two");
    }
  }

  /** The defaults named at each part. */
  public static RequestLimits defaults() {
    return new RequestLimits(8, 128, 16, 4096);
  }
}
