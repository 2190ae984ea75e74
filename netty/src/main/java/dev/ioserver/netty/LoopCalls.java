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
 * @param transfer reads into buffers and writes from them
 * @param datagrams receives and sends datagrams
 * @param edgeTriggered whether the poller reports changes of readiness
 * @param allocator makes what is read into
 * @param unread what has something to read that no event will tell of; each has its turn in the
 *     loop's next run, after one look at the kernel
 */
record LoopCalls(
    DescriptorSockets sockets,
    Transfer transfer,
    LoopDatagrams datagrams,
    boolean edgeTriggered,
    DirectAllocator allocator,
    Queue<Runnable> unread) {

  LoopCalls(DescriptorSockets sockets, boolean edgeTriggered) {
    this(
        sockets,
        Transfer.of(sockets),
        new LoopDatagrams(sockets),
        edgeTriggered,
        new DirectAllocator(),
        new ArrayDeque<>());
  }
}
