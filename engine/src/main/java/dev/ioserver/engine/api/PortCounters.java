package dev.ioserver.engine.api;

import java.time.Duration;

/**
 * What one port has counted since it was opened: a snapshot. Numbers of the running moment may be
 * missing. Bytes are those that the port's user sends and receives: under TLS before encryption,
 * with the prefixes and ends of frames.
 *
 * @param bytesIn bytes received
 * @param bytesOut bytes that the system has taken; an empty datagram counts as one
 * @param messagesIn data messages, answers to reads, or datagrams that were delivered
 * @param messagesOut messages, or datagrams, that were sent
 * @param refusedSends how often a message was not taken because the high watermark was reached; a
 *     send that waits counts each of its attempts
 * @param paused how long nothing was read, because there was neither credit nor a read, or no room
 *     in the inbox; a pause in progress included
 */
public record PortCounters(
    long bytesIn,
    long bytesOut,
    long messagesIn,
    long messagesOut,
    long refusedSends,
    Duration paused) {}
