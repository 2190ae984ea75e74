package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Datagrams go and come by each of the calls, with what is told beside their bytes. */
@EnabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: needs Windows")
class DatagramCallsTest {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int CONTROL_BYTES = 64;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment error = WindowsCalls.newErrorSegment(arena);
  private final MemorySegment address = arena.allocate(SockAddr.LAYOUT);
  private final MemorySegment source = arena.allocate(SockAddr.LAYOUT);
  private final MemorySegment length = arena.allocate(JAVA_INT);
  private final MemorySegment number = arena.allocate(JAVA_INT);
  private final MemorySegment flags = arena.allocate(JAVA_INT);
  private final MemorySegment buffers = arena.allocate(WsaBuf.LAYOUT);
  private final MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
  private final MemorySegment message = arena.allocate(WsaMsg.LAYOUT);
  private final MemorySegment control = arena.allocate(CONTROL_BYTES, Long.BYTES);
  private long receiver;
  private long sender;
  private int port;

  @BeforeEach
  void open() {
    assertEquals(0, WinsockCalls.wsaStartup(0x0202, arena.allocate(WsaData.LAYOUT)));
    receiver = socket();
    sender = socket();
    int size = SockAddr.setInet4(address, LOOPBACK, 0);
    assertEquals(0, WinsockCalls.bind(error, receiver, address, size));
    number.set(JAVA_INT, 0, 1);
    assertEquals(
        0,
        WinsockCalls.setsockopt(
            error, receiver, Datagrams.IPPROTO_IP, Datagrams.IP_PKTINFO, number, Integer.BYTES));
    length.set(JAVA_INT, 0, (int) address.byteSize());
    assertEquals(0, WinsockCalls.getsockname(error, receiver, address, length));
    port = SockAddr.port(address);
  }

  @AfterEach
  void close() {
    assertEquals(0, WinsockCalls.closesocket(error, receiver));
    assertEquals(0, WinsockCalls.closesocket(error, sender));
    arena.close();
  }

  @Test
  void messagesBringWhereTheyCameTo() {
    MemorySegment send = found(Extension.WSASENDMSG);
    MemorySegment receive = found(Extension.WSARECVMSG);
    long low = 0xffff_7f00_0001L;
    int size = HostAddr.setInet4(address, low, port);
    put("abc");
    WsaMsg.setBuffers(message, buffers, 1);
    WsaMsg.setName(message, address, size);
    assertEquals(3, DatagramCalls.wsaSendMsg(error, send, sender, message, number));

    room(8);
    WsaMsg.setName(message, source, (int) source.byteSize());
    WsaMsg.setControl(message, control, CONTROL_BYTES);
    assertEquals(3, DatagramCalls.wsaRecvMsg(error, receive, receiver, message, number));
    assertEquals('a', bytes.get(JAVA_BYTE, 0));
    assertEquals(SockAddr.INET4_BYTES, WsaMsg.nameLength(message));
    assertEquals(low, HostAddr.low(source, Sockets.AF_INET));
    assertEquals(0, WsaMsg.flags(message) & Datagrams.MSG_TRUNC);
    assertTrue(WsaCmsgHdr.isThere(0, WsaMsg.controlLength(message)));
    assertEquals(Datagrams.IPPROTO_IP, WsaCmsgHdr.level(control, 0));
    assertEquals(Datagrams.IP_PKTINFO, WsaCmsgHdr.type(control, 0));
    assertEquals(low, PacketInfo.mapped(control, WsaCmsgHdr.data(0)));
    assertTrue(PacketInfo.interface4(control, WsaCmsgHdr.data(0)) > 0);
    long next = WsaCmsgHdr.next(control, 0);
    assertTrue(next > 0 && !WsaCmsgHdr.isThere(next, WsaMsg.controlLength(message)));
  }

  @Test
  void plainCallsSendAndReceiveAndCut() {
    int size = SockAddr.setInet4(address, LOOPBACK, port);
    for (int round = 0; round < 2; round++) {
      put("abc");
      assertEquals(3, DatagramCalls.wsaSendTo(error, sender, buffers, 1, number, address, size));
    }
    room(8);
    assertEquals(3, receivePlain());
    assertEquals(SockAddr.INET4_BYTES, length.get(JAVA_INT, 0));
    assertEquals(Sockets.AF_INET, SockAddr.family(source));
    room(2);
    assertEquals(-WindowsErrors.WSAEMSGSIZE, receivePlain());
    assertEquals('b', bytes.get(JAVA_BYTE, 1));
  }

  private int receivePlain() {
    flags.set(JAVA_INT, 0, 0);
    length.set(JAVA_INT, 0, (int) source.byteSize());
    return DatagramCalls.wsaRecvFrom(error, receiver, buffers, 1, number, flags, source, length);
  }

  private MemorySegment found(Extension extension) {
    long function = extension.find(error, receiver);
    assertTrue(function > 0, extension + " " + function);
    return MemorySegment.ofAddress(function);
  }

  private void put(String text) {
    bytes.setString(0, text);
    room(text.length());
  }

  private void room(int size) {
    WsaBuf.set(buffers, 0, bytes.address(), size);
  }

  private long socket() {
    long socket =
        WinsockCalls.wsaSocket(
            error,
            Sockets.AF_INET,
            Datagrams.SOCK_DGRAM,
            Datagrams.IPPROTO_UDP,
            Sockets.WSA_FLAG_OVERLAPPED | Sockets.WSA_FLAG_NO_HANDLE_INHERIT);
    assertTrue(socket >= 0, "socket " + socket);
    return socket;
  }
}
