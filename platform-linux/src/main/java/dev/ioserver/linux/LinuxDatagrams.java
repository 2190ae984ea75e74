package dev.ioserver.linux;

import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.posix.PosixDatagrams;
import dev.ioserver.posix.PosixSockets;
import dev.ioserver.posix.UnixDatagramNames;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The datagram calls of Linux: {@code udp(7)}, {@code recvmmsg(2)}, {@code sendmmsg(2)}.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class LinuxDatagrams extends PosixDatagrams {

  /** Datagrams per call at first: more only if somebody has a larger batch. */
  private static final int SOME = 64;

  /** Messages that one call takes: UIO_MAXIOV. */
  private static final int MOST = 1024;

  private ReceivedMessages received = new ReceivedMessages(errno(), SOME, null);

  /** The same for Unix sockets; made by the first that receives, or sends. */
  private @Nullable ReceivedMessages receivedOverUnix;

  private @Nullable UnixDatagramNames unixNames;

  /** Made by the first send. */
  private @Nullable SentMessages sent;

  /**
   * The largest datagram that is sent as one of a run. It falls where a kernel or a device refuses,
   * and never rises again.
   */
  private int mostSegment = DatagramFeatures.sendsSegments() ? SentMessages.MOST_BYTES : 0;

  LinuxDatagrams(PosixSockets sockets) {
    super(sockets);
  }

  @Override
  public Set<Feature> features() {
    return DatagramFeatures.found();
  }

  @Override
  public long dropped(long descriptor) {
    return DatagramFeatures.dropped(errno(), (int) descriptor);
  }

  @Override
  protected int want(int fd, boolean inet6, Feature feature) {
    int socket = Sockets.SOL_SOCKET;
    return switch (feature) {
      case STAMPS -> wantStamps(fd);
      case HARDWARE_STAMPS -> wantHardwareStamps(fd);
      case DROP_COUNTS -> set(fd, socket, Datagrams.SO_RXQ_OVFL, 1, "setsockopt(SO_RXQ_OVFL)");
      case LOCAL_ADDRESSES ->
          inet6
              ? set(
                  fd,
                  Sockets.IPPROTO_IPV6,
                  Datagrams.IPV6_RECVPKTINFO,
                  1,
                  "setsockopt(IPV6_RECVPKTINFO)")
              : set(fd, Sockets.IPPROTO_IP, Datagrams.IP_PKTINFO, 1, "setsockopt(IP_PKTINFO)");
      case RECEIVES_SEGMENTS ->
          set(fd, Datagrams.IPPROTO_UDP, Datagrams.UDP_GRO, 1, "setsockopt(UDP_GRO)");
      default -> notHere(feature.name());
    };
  }

  private int wantStamps(int fd) {
    return set(fd, Sockets.SOL_SOCKET, Datagrams.SO_TIMESTAMPNS, 1, "setsockopt(SO_TIMESTAMPNS)");
  }

  /**
   * Both options, as the other one alone brings no time of what came before the kernel had switched
   * its times on, which it does a little later.
   */
  private int wantHardwareStamps(int fd) {
    int result = wantStamps(fd);
    return result < 0
        ? result
        : set(
            fd,
            Sockets.SOL_SOCKET,
            Datagrams.SO_TIMESTAMPING,
            DatagramFeatures.ALL_STAMPS,
            "setsockopt(SO_TIMESTAMPING)");
  }

  @Override
  public int receive(long descriptor, DatagramBatch batch, int most) {
    int limit = Math.min(most, MOST);
    ReceivedMessages messages = isUnix(descriptor) ? overUnix(limit) : overInternet(limit);
    int result;
    do {
      result = messages.receive((int) descriptor, batch, limit);
    } while (isInterrupted(result));
    return transferred("recvmmsg", result);
  }

  private ReceivedMessages overInternet(int limit) {
    if (limit > received.most()) {
      received = new ReceivedMessages(errno(), limit, null);
    }
    return received;
  }

  private ReceivedMessages overUnix(int limit) {
    ReceivedMessages messages = receivedOverUnix;
    if (messages == null || limit > messages.most()) {
      messages = new ReceivedMessages(errno(), Math.max(limit, SOME), unixNames());
      receivedOverUnix = messages;
    }
    return messages;
  }

  private UnixDatagramNames unixNames() {
    UnixDatagramNames names = unixNames;
    if (names == null) {
      names = new UnixDatagramNames();
      unixNames = names;
    }
    return names;
  }

  @Override
  public int send(long descriptor, DatagramBatch batch, int first, int count) {
    int limit = Math.min(count, MOST);
    SentMessages messages = sent;
    if (messages == null || limit > messages.most()) {
      messages = new SentMessages(errno(), Math.max(limit, SOME));
      sent = messages;
    }
    UnixDatagramNames unix = isUnix(descriptor) ? unixNames() : null;
    while (true) {
      int together = batch.together && unix == null ? mostSegment : 0;
      if (messages.make(batch, first, limit, together, unix) == 0) {
        return wrongName(descriptor, messages.refusal());
      }
      int result = messages.send((int) descriptor);
      if (result >= 0) {
        return messages.datagramsOf(result);
      }
      if (!isInterrupted(result) && !isRefusedRun(messages, result, batch.length[first])) {
        return transferred("sendmmsg", result);
      }
    }
  }

  /**
   * Whether it was a run that failed, and not its datagrams: they are sent again, one by one. A
   * kernel says EINVAL or EMSGSIZE where a datagram is too large for the device, which the kernel
   * would have fragmented; that holds for the larger ones too. EIO says that the device, or what is
   * between, cannot do it at all.
   */
  private boolean isRefusedRun(SentMessages messages, int result, int size) {
    if (messages.firstRun() == 1) {
      return false;
    }
    if (result == -Errno.EIO) {
      mostSegment = 0;
      return true;
    }
    if (result == -Errno.EINVAL || result == -Errno.EMSGSIZE) {
      mostSegment = size - 1;
      return true;
    }
    return false;
  }
}
