package dev.ioserver.netty.suite;

import dev.ioserver.netty.IoServerDatagramChannel;
import dev.ioserver.netty.IoServerDomainSocketChannel;
import dev.ioserver.netty.IoServerIoHandler;
import dev.ioserver.netty.IoServerServerDomainSocketChannel;
import dev.ioserver.netty.IoServerServerSocketChannel;
import dev.ioserver.netty.IoServerSocketChannel;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.testsuite.transport.socket.SocketTestPermutation;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the suite's classes run with. */
final class SuiteTransport extends SocketTestPermutation {

  private static final SuiteTransport INSTANCE = new SuiteTransport();

  private static final AtomicBoolean DISCONNECT_LEFT_OUT = new AtomicBoolean();

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

  /** Ours with ours, ours with NIO, NIO with ours, over Unix sockets. */
  static List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> domainSockets() {
    List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> all =
        new ArrayList<>(
            INSTANCE.combo(
                List.of(INSTANCE::domainServer, SuiteTransport::nioDomainServer),
                List.of(INSTANCE::domainClient, SuiteTransport::nioDomainClient)));
    // The last is NIO with itself.
    all.removeLast();
    return all;
  }

  /** Ours with ours alone, over Unix sockets. */
  static List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> ownDomainSockets() {
    return INSTANCE.combo(List.of(INSTANCE::domainServer), List.of(INSTANCE::domainClient));
  }

  /** Our servers over Unix sockets. */
  static List<BootstrapFactory<ServerBootstrap>> domainServers() {
    return List.of(INSTANCE::domainServer);
  }

  /** Our channels of datagrams. */
  static List<BootstrapFactory<Bootstrap>> datagramClients() {
    return List.of(() -> INSTANCE.datagram(IoServerDatagramChannel::new));
  }

  /**
   * Whether a channel cannot be disconnected here, which is said once. After a disconnect java.nio
   * binds the socket once more on Windows; Wine 10 refuses that as an invalid argument. With our
   * channel as the client the test is whole there.
   */
  static boolean cannotDisconnect(DatagramChannel channel) {
    boolean cannot = Boolean.getBoolean("ioserver.wine") && channel instanceof NioDatagramChannel;
    if (cannot && DISCONNECT_LEFT_OUT.compareAndSet(false, true)) {
      System.out.println(
          "!! SKIPPED [netty] what testSimpleSendWithConnect does after a disconnect, where NIO is"
              + " the client: java.nio cannot disconnect datagrams under Wine");
    }
    return cannot;
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

  private ServerBootstrap domainServer() {
    return new ServerBootstrap().group(group).channel(IoServerServerDomainSocketChannel.class);
  }

  private Bootstrap domainClient() {
    return new Bootstrap().group(group).channel(IoServerDomainSocketChannel.class);
  }

  private static ServerBootstrap nioDomainServer() {
    return new ServerBootstrap()
        .group(INSTANCE.NIO_GROUP)
        .channel(NioServerDomainSocketChannel.class);
  }

  private static Bootstrap nioDomainClient() {
    return new Bootstrap().group(INSTANCE.NIO_GROUP).channel(NioDomainSocketChannel.class);
  }
}
