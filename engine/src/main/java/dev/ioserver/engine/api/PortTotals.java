package dev.ioserver.engine.api;

import java.time.Duration;

/**
 * What the ports of a loop have counted since it was opened, those that have ended included: a
 * snapshot. Each number only grows.
 *
 * @param opened ports that began in the loop: to connect, as accepted ones, or for datagrams
 * @param closed those of them that have ended
 * @param failed those that were told why they failed
 * @param refusedSends as {@link PortCounters#refusedSends()}
 * @param paused as {@link PortCounters#paused()}; pauses that are over
 */
public record PortTotals(
    long opened, long closed, long failed, long refusedSends, Duration paused) {

  /** Nothing was counted. */
  public static final PortTotals NONE = new PortTotals(0, 0, 0, 0, Duration.ZERO);

  /** {@return how many ports there are now} */
  public long open() {
    return opened - closed;
  }

  PortTotals combine(PortTotals other, int sign) {
    return new PortTotals(
        opened + sign * other.opened,
        closed + sign * other.closed,
        failed + sign * other.failed,
        refusedSends + sign * other.refusedSends,
        paused.plus(other.paused.multipliedBy(sign)));
  }
}
