package dev.ioserver.netty.programs;

import dev.ioserver.netty.IoServerIoHandler;
import dev.ioserver.netty.IoServerIoHandlerFactory;
import dev.ioserver.netty.IoServerNetty;
import dev.ioserver.netty.IoServerServerSocketChannel;
import dev.ioserver.netty.IoServerSocketChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.transport.Transport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What Vert.x has to know of a transport. */
final class VertxTransport implements Transport, io.vertx.core.spi.transport.Transport {

  private final Queue<IoServerIoHandlerFactory> factories = new ConcurrentLinkedQueue<>();

  /** Events that all loops have handed on which have not ended. */
  long events() {
    return factories.stream()
        .flatMap(factory -> factory.counters().stream())
        .mapToLong(counters -> counters.events())
        .sum();
  }

  @Override
  public String name() {
    return "ioserver";
  }

  @Override
  public boolean available() {
    return IoServerNetty.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return IoServerNetty.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return this;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    IoServerIoHandlerFactory factory = IoServerIoHandler.newFactory();
    factories.add(factory);
    return factory;
  }

  @Override
  public DatagramChannel datagramChannel() {
    throw new UnsupportedOperationException("this adapter is for TCP");
  }

  @Override
  @SuppressWarnings("deprecation") // Vert.x names it
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return datagramChannel();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return IoServerSocketChannel::new;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return IoServerServerSocketChannel::new;
  }
}
