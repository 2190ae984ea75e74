/**
 * A transport for Netty 4.2.
 *
 * <ol>
 *   <li>{@link dev.ioserver.netty.IoServerNetty} tells whether it can run here, and names the
 *       classes to use.
 *   <li>{@link dev.ioserver.netty.IoServerIoHandler} waits for events: it is what an event loop of
 *       Netty runs. It stands on {@link dev.ioserver.engine.IoSelector}.
 *   <li>{@link dev.ioserver.netty.IoServerSocketChannel} and {@link
 *       dev.ioserver.netty.IoServerServerSocketChannel} are the channels. Bytes are read straight
 *       into the memory of a {@code ByteBuf} and written straight from it, by {@link
 *       dev.ioserver.engine.spi.DescriptorSockets}. {@link
 *       dev.ioserver.netty.IoServerDomainSocketChannel} and {@link
 *       dev.ioserver.netty.IoServerServerDomainSocketChannel} are those of Unix sockets.
 *   <li>{@link dev.ioserver.netty.IoServerDatagramChannel} is that of datagrams, by {@link
 *       dev.ioserver.engine.spi.DatagramSockets}.
 * </ol>
 *
 * <p><b>Whose calls.</b> Socket calls belong to one thread at a time. Reading and writing use those
 * of the event loop. What any thread may ask for, such as an option, borrows a set from {@link
 * dev.ioserver.netty.ControlCalls}.
 */
@NullMarked
package dev.ioserver.netty;

import org.jspecify.annotations.NullMarked;
