package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.DatagramCounters;

/**
 * What a transport has counted about its dealings with the kernel: a snapshot, in which numbers of
 * the running moment may be missing. Each number only grows.
 *
 * @param polls calls that asked the kernel for events, waiting or not
 * @param parks polls that may have blocked: announced as parked first
 * @param wakesAsked wakes that were asked for
 * @param wakesWritten wakes that cost a system call
 * @param changesAsked interest changes (registrations, changes, deregistrations) asked for
 * @param changesApplied interest changes that the kernel was told
 * @param arms requests for readiness that polls sent beside the wait; see {@link Poller#armed()}
 * @param events events that the kernel gave
 * @param staleEvents events that were dropped because their registration was over
 * @param reads calls that read from sockets
 * @param writes calls that wrote to sockets
 * @param bytesIn bytes read from sockets
 * @param bytesOut bytes written to sockets
 * @param datagrams what was counted of datagrams
 */
public record TransportCounters(
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
    DatagramCounters datagrams) {}
