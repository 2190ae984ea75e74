package dev.ioserver.engine.api;

/**
 * What one event loop has counted since it was opened: the system calls made, and those that did
 * not happen. A snapshot; numbers of the running moment may be missing.
 *
 * @param loop the loop's name
 * @param engine the engine's name
 * @param polls calls that asked the kernel for events, waiting or not
 * @param parks polls before which the loop announced that it might block
 * @param wakesAsked times that another thread had something for the loop
 * @param wakesWritten wakes that cost a system call, because they found the loop parked
 * @param changesAsked interest changes asked for, registering and deregistering included
 * @param changesApplied interest changes that the kernel was told
 * @param arms requests for readiness that polls sent beside the wait: 0 where the kernel knows
 *     lasting registrations, one per event where it forgets each with its event (Windows)
 * @param events events that the kernel gave
 * @param staleEvents events dropped because their registration was over
 * @param reads calls that read from sockets
 * @param writes calls that wrote to sockets
 * @param bytesIn bytes read from sockets
 * @param bytesOut bytes written to sockets
 * @param messagesIn messages delivered by the loop's ports
 * @param messagesOut messages sent to the loop's ports
 * @param datagrams what its datagram ports have counted
 * @param ports what its ports of all kinds have counted
 */
public record LoopCounters(
    String loop,
    String engine,
    long polls,
    long parks,
    long wakesAsked,
    long wakesWritten,
    long changesAsked,
    long changesApplied,
    long arms,
    long events,
    long staleEvents,
    long reads,
    long writes,
    long bytesIn,
    long bytesOut,
    long messagesIn,
    long messagesOut,
    DatagramCounters datagrams,
    PortTotals ports) {

  /** {@return wakes that cost nothing but a look at memory} */
  public long wakesAvoided() {
    return wakesAsked - wakesWritten;
  }

  /** {@return interest changes that the kernel was never told} */
  public long changesAvoided() {
    return changesAsked - changesApplied;
  }

  /**
   * {@return the sum of two snapshots, under this one's names: the counters of several loops}
   *
   * @param other what is added
   */
  public LoopCounters plus(LoopCounters other) {
    return combine(other, 1);
  }

  /**
   * {@return what was counted since an earlier snapshot}
   *
   * @param earlier what had been counted then
   */
  public LoopCounters minus(LoopCounters earlier) {
    return combine(earlier, -1);
  }

  private LoopCounters combine(LoopCounters other, int sign) {
    return new LoopCounters(
        loop,
        engine,
        polls + sign * other.polls,
        parks + sign * other.parks,
        wakesAsked + sign * other.wakesAsked,
        wakesWritten + sign * other.wakesWritten,
        changesAsked + sign * other.changesAsked,
        changesApplied + sign * other.changesApplied,
        arms + sign * other.arms,
        events + sign * other.events,
        staleEvents + sign * other.staleEvents,
        reads + sign * other.reads,
        writes + sign * other.writes,
        bytesIn + sign * other.bytesIn,
        bytesOut + sign * other.bytesOut,
        messagesIn + sign * other.messagesIn,
        messagesOut + sign * other.messagesOut,
        datagrams.combine(other.datagrams, sign),
        ports.combine(other.ports, sign));
  }
}
