package dev.ioserver.engine.spi;

import java.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a datagram socket is opened for, beside its address and its options.
 *
 * @param remote whom to connect to, or null
 * @param wanted features that are wanted and that may cost something, see {@link
 *     DatagramSockets#open}; without one of these the socket is not opened
 * @param welcome those of them that are asked for only where the system has them
 * @param room bytes of room for each datagram, 1 or more
 * @param sendsSegments whether runs of equal size to one destination go as one where that can be
 */
public record DatagramSetup(
    @Nullable SocketAddress remote,
    Set<DatagramSockets.Feature> wanted,
    Set<DatagramSockets.Feature> welcome,
    int room,
    boolean sendsSegments) {}
