package dev.ioserver.netty;

import dev.ioserver.engine.spi.DescriptorSockets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What the channels of one event loop read and write with: the attachment of their registrations.
 *
 * <p>Thread-safety: the event loop's thread.
 *
 * @param sockets the socket calls
 * @param pieces gathers what is written
 * @param allocator makes what is read into
 * @param unread what has something to read that no event will tell of; each has its turn in the
 *     loop's next run, after one look at the kernel
 */
record LoopCalls(
    DescriptorSockets sockets, Pieces pieces, DirectAllocator allocator, Queue<Runnable> unread) {

  LoopCalls(DescriptorSockets sockets) {
    this(sockets, new Pieces(sockets), new DirectAllocator(), new ArrayDeque<>());
  }
}
