package dev.ioserver.engine.spi;

/**
 * What a transport counts about its dealings with the kernel. Each number only grows. Any thread
 * may read; numbers of the running moment may be missing.
 */
public interface TransportCounters {

  /** Calls that asked the kernel for events, waiting or not. */
  long polls();

  /** Polls that may have blocked: announced as parked first. */
  long parks();

  /** Wakes that were asked for. */
  long wakesAsked();

  /** Wakes that cost a system call. */
  long wakesWritten();

  /** Interest changes (registrations, changes, deregistrations) that were asked for. */
  long changesAsked();

  /** Interest changes that the kernel was told. */
  long changesApplied();

  /** Requests for readiness that polls sent beside the wait; see {@link Poller#armed()}. */
  default long arms() {
    return 0;
  }

  /** Events that the kernel gave. */
  long events();

  /** Events that were dropped because their registration was over. */
  long staleEvents();

  /** Bytes read from sockets. */
  long bytesIn();

  /** Bytes written to sockets. */
  long bytesOut();

  /** Calls that read from sockets. */
  long reads();

  /** Calls that wrote to sockets. */
  long writes();
}
