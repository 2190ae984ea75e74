package dev.ioserver.engine.api;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A port of a server at one moment, as {@code IoServer.ports()} lists it. It is put together while
 * the port goes on: its parts may be of slightly different moments.
 *
 * @param port the port itself, a {@link Port} or a {@link DatagramPort}: to close it, for example
 * @param loop the name of the loop that it lives in
 * @param local its address here; null while it is not known: nobody is asked for it
 * @param remote whom it is connected to; null for a datagram port that is not
 * @param state where it is in its life
 * @param isPaused whether nothing is read from it now: it has neither credit nor a read, or its
 *     inbox is full
 * @param inboxBytes bytes that wait to be received
 * @param pendingBytes bytes that wait to be written
 * @param counters what it has counted
 */
public record PortSnapshot(
    Receiver<Message> port,
    String loop,
    @Nullable SocketAddress local,
    @Nullable SocketAddress remote,
    PortState state,
    boolean isPaused,
    long inboxBytes,
    long pendingBytes,
    PortCounters counters) {}
