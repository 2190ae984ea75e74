package dev.ioserver.windows;

import dev.ioserver.bindings.windows.Datagrams;
import dev.ioserver.bindings.windows.Extension;
import dev.ioserver.bindings.windows.GroupRequest;
import dev.ioserver.bindings.windows.WindowsCalls;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/**
 * What this machine can do with datagrams. WSARecvMsg and WSASendMsg belong to the provider of a
 * socket, which may be a layer over Winsock that has none; datagrams go and come by WSASendTo and
 * WSARecvFrom then. Tried once on a socket of its own, since a version says nothing of layers.
 *
 * <p>Thread-safety: any thread; immutable once found.
 *
 * @param receive the address of WSARecvMsg, or a code, negated
 * @param send the address of WSASendMsg, or a code, negated
 * @param source what joining a group for one source that is none gives: a code, negated
 */
record DatagramFeatures(long receive, long send, int source) {

  private static final String QUESTION = "WSAIoctl(SIO_GET_EXTENSION_FUNCTION_POINTER)";

  /** What there is; Winsock has been started. */
  static DatagramFeatures found() {
    return Found.FEATURES;
  }

  /** Neither function, and no sources. */
  static DatagramFeatures none(int code) {
    return new DatagramFeatures(-code, -code, -code);
  }

  /** Whether datagrams are received with what is told beside their bytes. */
  boolean receivesMessages() {
    return receive > 0;
  }

  /** Whether WSASendMsg sends them. */
  boolean sendsMessages() {
    return send > 0;
  }

  /** What ports may ask for. */
  Set<Feature> features() {
    EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
    if (receivesMessages()) {
      features.add(Feature.LOCAL_ADDRESSES);
    }
    if (source != -WindowsErrors.WSAENOPROTOOPT && source != -WindowsErrors.WSAEOPNOTSUPP) {
      features.add(Feature.SOURCES);
    }
    return features;
  }

  /** By which calls datagrams come and go, and why by these. */
  String inWords() {
    return (receivesMessages() ? "WSARecvMsg" : instead("WSARecvFrom", "WSARecvMsg", receive))
        + (sendsMessages() ? ", WSASendMsg" : ", " + instead("WSASendTo", "WSASendMsg", send))
        + ", one datagram a call";
  }

  /** Whether groups can be joined for one source, and if not, why. */
  String sourcesInWords() {
    return features().contains(Feature.SOURCES)
        ? "yes"
        : "no: " + WindowsErrors.name(-source) + " from setsockopt(MCAST_JOIN_SOURCE_GROUP)";
  }

  private static String instead(String call, String wanted, long result) {
    String name = WindowsErrors.name((int) -result);
    return call + " (" + wanted + " cannot be had: " + name + " from " + QUESTION + ")";
  }

  /** Looks once, when somebody first asks. */
  private static final class Found {

    static final DatagramFeatures FEATURES = find();

    private static DatagramFeatures find() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment error = WindowsCalls.newErrorSegment(arena);
        long socket =
            WinsockCalls.wsaSocket(
                error,
                dev.ioserver.bindings.windows.Sockets.AF_INET,
                Datagrams.SOCK_DGRAM,
                Datagrams.IPPROTO_UDP,
                WindowsSockets.FLAGS);
        if (socket < 0) {
          return none((int) -socket);
        }
        try {
          // A group and a source of no family: refused at once where the option is known.
          MemorySegment request = arena.allocate(GroupRequest.LAYOUT);
          int source =
              WinsockCalls.setsockopt(
                  error,
                  socket,
                  Datagrams.IPPROTO_IP,
                  Datagrams.MCAST_JOIN_SOURCE_GROUP,
                  request,
                  (int) request.byteSize());
          return new DatagramFeatures(
              Extension.WSARECVMSG.find(error, socket),
              Extension.WSASENDMSG.find(error, socket),
              source);
        } finally {
          WinsockCalls.closesocket(error, socket);
        }
      }
    }
  }
}
