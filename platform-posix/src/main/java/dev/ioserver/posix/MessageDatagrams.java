package dev.ioserver.posix;

import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.IoVec;
import dev.ioserver.bindings.posix.MsgHdr;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.ErrorCodes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Receives and sends datagrams with one call for each: {@code recvmsg(2)}, {@code sendmsg(2)}, as
 * macOS and FreeBSD have them. The recvmmsg of FreeBSD is a loop around recvmsg in its C library,
 * and saves nothing.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class MessageDatagrams extends PosixDatagrams {

  /** Whether the times are nanoseconds, by an option of FreeBSD's own. */
  private static final boolean HAS_CLOCKS = Datagrams.SO_TS_CLOCK != Sockets.ABSENT;

  private final UnixDatagramNames unixNames = new UnixDatagramNames();

  private final MemorySegment message;
  private final MemorySegment vector;
  private final MemorySegment name;
  private final MemorySegment control;

  /** The descriptors of IPv6: these kernels want IPv4 hosts mapped, and no mixture. */
  private final BitSet inet6 = new BitSet();

  /**
   * Errors that came behind datagrams of the same call, by descriptor: the next call tells. Empty
   * as a rule.
   */
  private final Map<Long, Integer> held = new HashMap<>();

  private final PosixSockets sockets;

  MessageDatagrams(PosixSockets sockets) {
    super(sockets);
    this.sockets = sockets;
    Arena arena = Arena.ofAuto();
    message = arena.allocate(MsgHdr.LAYOUT);
    vector = arena.allocate(IoVec.LAYOUT);
    name = arena.allocate(SockAddr.LAYOUT);
    control = arena.allocate(ReceivedControl.BYTES, Long.BYTES);
    MsgHdr.setVectors(message, vector, 1);
  }

  @Override
  public Set<Feature> features() {
    EnumSet<Feature> features =
        EnumSet.of(Feature.STAMPS, Feature.LOCAL_ADDRESSES, Feature.SOURCES, Feature.UNIX);
    if (stampOption() == Sockets.ABSENT) {
      features.remove(Feature.STAMPS);
    }
    return features;
  }

  @Override
  protected int prepare(int fd, boolean isInet6) {
    inet6.set(fd, isInet6);
    held.remove((long) fd);
    return super.prepare(fd, isInet6);
  }

  @Override
  protected int want(int fd, boolean isInet6, Feature feature) {
    return switch (feature) {
      case STAMPS -> wantStamps(fd);
      case LOCAL_ADDRESSES -> wantLocalAddresses(fd, isInet6);
      default -> notHere(feature.name());
    };
  }

  @Override
  public int receive(long descriptor, DatagramBatch batch, int most) {
    int before = takeHeld(descriptor);
    if (before == 0) {
      before = takeError("recvmsg", descriptor);
    }
    if (before < 0) {
      return before;
    }
    int count = 0;
    while (count < most) {
      int result = receive((int) descriptor, batch, count);
      if (result < 0) {
        return count == 0 ? result : hold(descriptor, result, count);
      }
      count++;
    }
    return count;
  }

  @Override
  public int send(long descriptor, DatagramBatch batch, int first, int count) {
    int before = takeError("sendmsg", descriptor);
    if (before < 0) {
      return before;
    }
    for (int sent = 0; sent < count; sent++) {
      int result = send((int) descriptor, batch, first + sent);
      if (result < 0) {
        // What failed is there still, and the next call meets it again.
        return sent == 0 ? result : sent;
      }
    }
    return count;
  }

  private int receive(int fd, DatagramBatch batch, int index) {
    IoVec.set(vector, 0, batch.address[index], batch.length[index]);
    // A peer may pass descriptors over a Unix socket: without room the system closes them.
    boolean unix = isUnix(fd);
    long result;
    do {
      MsgHdr.setName(message, 0, name.address(), DatagramNames.BYTES);
      MsgHdr.setControl(message, 0, unix ? 0 : control.address(), unix ? 0 : ReceivedControl.BYTES);
      result = PosixCalls.recvmsg(errno(), fd, message, 0);
    } while (isInterrupted(result));
    if (result >= 0) {
      batch.length[index] = (int) result;
      batch.cut[index] = (MsgHdr.flags(message, 0) & Datagrams.MSG_TRUNC) != 0;
      if (unix) {
        unixNames.read(name, 0, MsgHdr.nameLength(message, 0), batch, index);
      } else {
        DatagramNames.read(name, 0, MsgHdr.nameLength(message, 0), batch, index);
      }
      ReceivedControl.read(control, 0, MsgHdr.controlLength(message, 0), batch, index);
    }
    return transferred("recvmsg", (int) result);
  }

  private int send(int fd, DatagramBatch batch, int index) {
    int length =
        isUnix(fd)
            ? unixNames.write(name, 0, batch, index)
            : DatagramNames.write(name, 0, batch, index, inet6.get(fd));
    if (length < 0) {
      return wrongName(fd, length);
    }
    IoVec.set(vector, 0, batch.address[index], batch.length[index]);
    MsgHdr.setName(message, 0, length == 0 ? 0 : name.address(), length);
    MsgHdr.setControl(message, 0, 0, 0);
    long result;
    do {
      result = PosixCalls.sendmsg(errno(), fd, message, SocketCalls.NO_SIGNAL);
    } while (isInterrupted(result));
    return transferred("sendmsg", (int) result);
  }

  private int wantStamps(int fd) {
    int option = stampOption();
    if (option == Sockets.ABSENT) {
      return notHere("STAMPS");
    }
    int result = set(fd, Sockets.SOL_SOCKET, option, 1, "setsockopt(SO_TIMESTAMP)");
    return result < 0 || !HAS_CLOCKS
        ? result
        : set(
            fd,
            Sockets.SOL_SOCKET,
            Datagrams.SO_TS_CLOCK,
            Datagrams.SO_TS_REALTIME,
            "setsockopt(SO_TS_CLOCK)");
  }

  private int wantLocalAddresses(int fd, boolean isInet6) {
    if (isInet6) {
      String call = "setsockopt(IPV6_RECVPKTINFO)";
      return set(fd, Sockets.IPPROTO_IPV6, Datagrams.IPV6_RECVPKTINFO, 1, call);
    }
    if (Datagrams.IP_RECVDSTADDR == Sockets.ABSENT) {
      String call = "setsockopt(IP_PKTINFO)";
      return set(fd, Sockets.IPPROTO_IP, Datagrams.IP_PKTINFO, 1, call);
    }
    int result =
        set(fd, Sockets.IPPROTO_IP, Datagrams.IP_RECVDSTADDR, 1, "setsockopt(IP_RECVDSTADDR)");
    return result < 0
        ? result
        : set(fd, Sockets.IPPROTO_IP, Datagrams.IP_RECVIF, 1, "setsockopt(IP_RECVIF)");
  }

  /** The times of BSD, or those of Linux, where libkqueue runs. */
  private static int stampOption() {
    return Datagrams.SO_TIMESTAMP == Sockets.ABSENT
        ? Datagrams.SO_TIMESTAMPNS
        : Datagrams.SO_TIMESTAMP;
  }

  private int takeHeld(long descriptor) {
    Integer result = held.isEmpty() ? null : held.remove(descriptor);
    return result == null ? 0 : noted("recvmsg", result);
  }

  /**
   * The error of a socket that went from it with an event, where such a thing happens. The kernel
   * tells it before anything else, of a call in either direction.
   */
  private int takeError(String call, long descriptor) {
    int code = sockets.takeError(descriptor);
    return code == 0 ? 0 : noted(call, -code);
  }

  private int hold(long descriptor, int result, int count) {
    if (result != ErrorCodes.WOULD_BLOCK) {
      held.put(descriptor, result);
    }
    return count;
  }
}
