package dev.ioserver.engine.api;

/**
 * What a raw selector has counted since it was opened: the system calls made, and those that did
 * not happen. A snapshot; numbers of the running moment may be missing.
 *
 * @param engine the engine's name
 * @param polls calls that asked the kernel for events, waiting or not
 * @param parks polls before which the selector announced that it might block
 * @param wakesAsked wake-ups asked for
 * @param wakesWritten wake-ups that cost a system call, because they found the selector parked
 * @param changesAsked interest changes asked for, registering and deregistering included
 * @param changesApplied interest changes that the kernel was told
 * @param arms requests for readiness that polls sent beside the wait: 0 where the kernel knows
 *     lasting registrations, one per event where it forgets each with its event (Windows)
 * @param events events that the kernel gave
 * @param staleEvents events dropped because their registration was over
 */
public record SelectorCounters(
    String engine,
    long polls,
    long parks,
    long wakesAsked,
    long wakesWritten,
    long changesAsked,
    long changesApplied,
    long arms,
    long events,
    long staleEvents) {

  /** {@return wake-ups that cost nothing but a look at memory} */
  public long wakesAvoided() {
    return wakesAsked - wakesWritten;
  }

  /** {@return interest changes that the kernel was never told} */
  public long changesAvoided() {
    return changesAsked - changesApplied;
  }
}
