package dev.ioserver.engine.nio;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The datagram calls over {@link DatagramChannel}: one call for each datagram, and nothing is told
 * of times, drops or local addresses. java.nio makes an object for the source of a datagram unless
 * that is the source of the one before; sending makes none to a destination that was met lately.
 *
 * <p>Thread-safety: one thread at a time; descriptors may move between the loops of the engine.
 */
final class NioDatagrams implements DatagramSockets {

  /** No datagram is longer than this. */
  private static final int LONGEST = 65_535;

  private static final Set<Feature> FEATURES = Set.of(Feature.SOURCES);

  private final NioSockets sockets;
  private final NioHosts hosts = new NioHosts();

  /**
   * Errors that came behind datagrams of the same call, by descriptor: the next call tells. Empty
   * as a rule.
   */
  private final Map<Long, Integer> held = new HashMap<>();

  /**
   * Where datagrams are received for which there may be too little room: java.nio throws the rest
   * of one away and does not say so. Made when it is needed first.
   */
  private @Nullable ByteBuffer spacious;

  NioDatagrams(NioSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public Set<Feature> features() {
    return FEATURES;
  }

  @Override
  public boolean needsBuffers() {
    return true;
  }

  @Override
  public long open(
      SocketAddress local,
      @Nullable SocketAddress remote,
      SocketOptions options,
      Set<Feature> wanted) {
    if (!(local instanceof InetSocketAddress from)) {
      return sockets.fail("socket", NioErrorCode.EAFNOSUPPORT);
    }
    long opened =
        openUnbound(family(from, remote) == StandardProtocolFamily.INET6, options, wanted);
    DatagramChannel channel = opened < 0 ? null : channel(opened);
    if (channel == null) {
      return opened;
    }
    String call = "bind";
    int result;
    try {
      channel.bind(ofFamily(from, remote));
      call = "connect";
      if (remote != null) {
        channel.connect(remote);
      }
      return opened;
    } catch (UnsupportedAddressTypeException | UnresolvedAddressException e) {
      result = sockets.fail(call, e);
    } catch (IOException | IllegalArgumentException e) {
      result = sockets.fail(call, e);
    }
    NioDescriptors.release(opened);
    NioSockets.closeQuietly(channel);
    return result;
  }

  @Override
  public long openUnbound(boolean inet6, SocketOptions options, Set<Feature> wanted) {
    Set<Feature> missing = EnumSet.noneOf(Feature.class);
    missing.addAll(wanted);
    missing.removeAll(FEATURES);
    if (!missing.isEmpty()) {
      return sockets.fail("setsockopt(" + missing + ")", NioErrorCode.ENOPROTOOPT);
    }
    DatagramChannel channel = null;
    String call = "socket";
    try {
      channel =
          DatagramChannel.open(inet6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
      channel.configureBlocking(false);
      call = "setsockopt";
      NioSocketOptions.apply(channel, options);
      return NioDescriptors.register(channel);
    } catch (UnsupportedOperationException e) {
      NioSockets.closeQuietly(channel);
      return sockets.fail("setsockopt(" + e.getMessage() + ")", NioErrorCode.ENOPROTOOPT);
    } catch (IOException | IllegalArgumentException e) {
      NioSockets.closeQuietly(channel);
      return sockets.fail(call, e);
    }
  }

  @Override
  public int disconnect(long descriptor) {
    DatagramChannel channel = channel(descriptor);
    if (channel == null) {
      return sockets.fail("connect", NioErrorCode.EBADF);
    }
    try {
      channel.disconnect();
      return 0;
    } catch (IOException e) {
      return sockets.fail("connect", e);
    }
  }

  @Override
  public int join(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    DatagramChannel channel = found == null ? null : found.datagrams();
    if (found == null || channel == null) {
      return sockets.fail("join", NioErrorCode.EBADF);
    }
    NioMembership membership = new NioMembership(group, on, source);
    Map<NioMembership, MembershipKey> memberships = found.memberships();
    if (memberships.containsKey(membership)) {
      return sockets.fail("join", NioErrorCode.EADDRINUSE);
    }
    try {
      NetworkInterface where = on == null ? NioMembership.somewhere(channel) : on;
      if (where == null) {
        return sockets.fail("join", NioErrorCode.EADDRNOTAVAIL);
      }
      memberships.put(
          membership,
          source == null ? channel.join(group, where) : channel.join(group, where, source));
      return 0;
    } catch (UnsupportedOperationException e) {
      return sockets.fail("join", NioErrorCode.EOPNOTSUPP);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return sockets.fail("join", e);
    }
  }

  @Override
  public int leave(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    if (found == null || found.datagrams() == null) {
      return sockets.fail("leave", NioErrorCode.EBADF);
    }
    MembershipKey key = found.memberships().remove(new NioMembership(group, on, source));
    if (key == null) {
      return sockets.fail("leave", NioErrorCode.EADDRNOTAVAIL);
    }
    key.drop();
    return 0;
  }

  @Override
  public int receive(long descriptor, DatagramBatch batch, int most) {
    Integer before = held.isEmpty() ? null : held.remove(descriptor);
    if (before != null) {
      return sockets.failed("recvfrom", before);
    }
    DatagramChannel channel = channel(descriptor);
    if (channel == null) {
      return sockets.fail("recvfrom", NioErrorCode.EBADF);
    }
    for (int count = 0; count < most; count++) {
      int result = receive(channel, batch, count);
      if (result == ErrorCodes.WOULD_BLOCK) {
        return count == 0 ? result : count;
      }
      if (result < 0) {
        if (count == 0) {
          return result;
        }
        held.put(descriptor, result);
        return count;
      }
    }
    return most;
  }

  @Override
  public int send(long descriptor, DatagramBatch batch, int first, int count) {
    DatagramChannel channel = channel(descriptor);
    if (channel == null) {
      return sockets.fail("sendto", NioErrorCode.EBADF);
    }
    for (int sent = 0; sent < count; sent++) {
      int result = send(channel, batch, first + sent);
      if (result < 0) {
        // What failed is there still, and the next call meets it again.
        return sent == 0 ? result : sent;
      }
    }
    return count;
  }

  private int receive(DatagramChannel channel, DatagramBatch batch, int index) {
    ByteBuffer room = Objects.requireNonNull(batch.buffer[index], "a buffer");
    int begin = room.position();
    boolean mayBeCut = room.remaining() < LONGEST;
    ByteBuffer into = mayBeCut ? spacious().clear() : room;
    int at = into.position();
    try {
      // Not read, which says 0 for an empty datagram and for none.
      SocketAddress source = channel.receive(into);
      if (source == null) {
        return ErrorCodes.WOULD_BLOCK;
      }
      int length = into.position() - at;
      int kept = Math.min(length, room.limit() - begin);
      if (mayBeCut) {
        room.put(begin, into, 0, kept);
      }
      batch.length[index] = kept;
      batch.cut[index] = kept < length;
      hosts.note(source, batch, index);
      nothingElse(batch, index);
      return kept;
    } catch (IOException | IllegalStateException e) {
      return sockets.fail("recvfrom", e);
    } finally {
      room.position(begin);
    }
  }

  private int send(DatagramChannel channel, DatagramBatch batch, int index) {
    ByteBuffer bytes = Objects.requireNonNull(batch.buffer[index], "a buffer");
    int begin = bytes.position();
    int length = bytes.remaining();
    try {
      int sent;
      boolean toPeer = batch.port[index] < 0 && batch.other[index] == null;
      if (toPeer) {
        if (length == 0) {
          // The JDK makes no call for a write of nothing, and has no other way to a peer.
          return sockets.fail("send", NioErrorCode.EOPNOTSUPP);
        }
        sent = channel.write(bytes);
      } else {
        sent = channel.send(bytes, hosts.of(batch, index));
      }
      // Of a datagram all goes or nothing. That an empty one has gone cannot be told from no room.
      return sent == 0 && length > 0 ? ErrorCodes.WOULD_BLOCK : length;
    } catch (UnsupportedAddressTypeException e) {
      return sockets.fail("sendto", NioErrorCode.EAFNOSUPPORT);
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      return sockets.fail("sendto", e);
    } finally {
      bytes.position(begin);
    }
  }

  private ByteBuffer spacious() {
    ByteBuffer found = spacious;
    if (found == null) {
      found = ByteBuffer.allocateDirect(LONGEST);
      spacious = found;
    }
    return found;
  }

  private static void nothingElse(DatagramBatch batch, int index) {
    batch.localHigh[index] = 0;
    batch.localLow[index] = 0;
    batch.arrivedOn[index] = 0;
    batch.nanos[index] = 0;
    batch.stamp[index] = DatagramBatch.NO_STAMP;
    batch.dropped[index] = DatagramBatch.NO_COUNT;
    batch.segment[index] = 0;
  }

  private static @Nullable DatagramChannel channel(long descriptor) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    return found == null ? null : found.datagrams();
  }

  /** The family of the local address, or of the remote one if the local one is a wildcard. */
  private static StandardProtocolFamily family(
      InetSocketAddress local, @Nullable SocketAddress to) {
    InetAddress host =
        to instanceof InetSocketAddress remote && isEvery(local)
            ? remote.getAddress()
            : local.getAddress();
    return host instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  /** The local address, with the wildcard as that of the family that it is connected to. */
  private static InetSocketAddress ofFamily(
      InetSocketAddress local, @Nullable SocketAddress remote) {
    // java.nio takes the wildcard of IPv4 for that of IPv6, and not the other way round.
    boolean isOther =
        isEvery(local)
            && local.getAddress() instanceof Inet6Address
            && family(local, remote) == StandardProtocolFamily.INET;
    return isOther ? new InetSocketAddress(local.getPort()) : local;
  }

  private static boolean isEvery(InetSocketAddress address) {
    return address.getAddress() != null && address.getAddress().isAnyLocalAddress();
  }
}
