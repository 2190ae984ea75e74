package dev.ioserver.netty.suite;

import dev.ioserver.netty.IoServerDatagramChannel;
import dev.ioserver.netty.IoServerIoHandler;
import dev.ioserver.netty.IoServerServerSocketChannel;
import dev.ioserver.netty.IoServerSocketChannel;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.testsuite.transport.socket.SocketTestPermutation;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;

/** What the suite's classes run with. */
final class SuiteTransport extends SocketTestPermutation {

  private static final SuiteTransport INSTANCE = new SuiteTransport();

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          NUM_THREADS,
          new DefaultThreadFactory("testsuite-ioserver", true),
          IoServerIoHandler.newFactory());

  private SuiteTransport() {}

  /** Ours with ours, ours with NIO, NIO with ours. */
  static List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> combinations() {
    List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> all =
        new ArrayList<>(INSTANCE.combo(INSTANCE.serverSocket(), INSTANCE.clientSocket()));
    // The last is NIO with itself.
    all.removeLast();
    return all;
  }

  /** Our clients. */
  static List<BootstrapFactory<Bootstrap>> clients() {
    return List.of(INSTANCE::client);
  }

  /** Our servers. */
  static List<BootstrapFactory<ServerBootstrap>> servers() {
    return List.of(INSTANCE::server);
  }

  /** Ours with ours, ours with NIO, NIO with ours, over UDP. */
  static List<BootstrapComboFactory<Bootstrap, Bootstrap>> datagrams(SocketProtocolFamily family) {
    List<BootstrapFactory<Bootstrap>> both =
        List.of(
            () -> INSTANCE.datagram(() -> new IoServerDatagramChannel(family)), () -> nio(family));
    List<BootstrapComboFactory<Bootstrap, Bootstrap>> all =
        new ArrayList<>(INSTANCE.combo(both, both));
    // The last is NIO with itself.
    all.removeLast();
    return all;
  }

  /** Our channels of datagrams. */
  static List<BootstrapFactory<Bootstrap>> datagramClients() {
    return List.of(() -> INSTANCE.datagram(IoServerDatagramChannel::new));
  }

  private Bootstrap datagram(ChannelFactory<Channel> channels) {
    return new Bootstrap().group(group).channelFactory(channels);
  }

  private static Bootstrap nio(SocketProtocolFamily family) {
    return new Bootstrap()
        .group(INSTANCE.NIO_GROUP)
        .channelFactory(() -> new NioDatagramChannel(family));
  }

  @Override
  public List<BootstrapFactory<ServerBootstrap>> serverSocket() {
    List<BootstrapFactory<ServerBootstrap>> all = new ArrayList<>(super.serverSocket());
    all.addFirst(this::server);
    return all;
  }

  @Override
  public List<BootstrapFactory<Bootstrap>> clientSocket() {
    List<BootstrapFactory<Bootstrap>> all = new ArrayList<>(super.clientSocket());
    all.addFirst(this::client);
    return all;
  }

  private ServerBootstrap server() {
    return new ServerBootstrap().group(group).channel(IoServerServerSocketChannel.class);
  }

  private Bootstrap client() {
    return new Bootstrap().group(group).channel(IoServerSocketChannel.class);
  }
}
