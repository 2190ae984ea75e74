package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The calls hand on what succeeded, and the code of what was refused. */
@EnabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: needs Windows")
class CallsTest {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final long BAD = 4_711_004;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment error = WindowsCalls.newErrorSegment(arena);
  private final MemorySegment entries = arena.allocate(OverlappedEntry.LAYOUT, 4);
  private final MemorySegment number = arena.allocate(JAVA_INT);
  private final MemorySegment status = arena.allocate(IoStatusBlock.LAYOUT);
  private final MemorySegment address = arena.allocate(SockAddr.LAYOUT);
  private final MemorySegment length = arena.allocate(JAVA_INT);
  private long port;

  @BeforeEach
  void open() {
    assertEquals(0, WinsockCalls.wsaStartup(0x0202, arena.allocate(WsaData.LAYOUT)));
    port = WindowsCalls.createIoCompletionPort(error, Handles.INVALID_HANDLE_VALUE, 0, 0, 1);
    assertTrue(port > 0, "port " + port);
  }

  @AfterEach
  void close() {
    assertEquals(0, WindowsCalls.closeHandle(error, port));
    arena.close();
  }

  @Test
  void whatIsPostedIsTaken() {
    MemorySegment pointer = MemorySegment.ofAddress(0x1234_5678_9ABCL);
    assertEquals(0, WindowsCalls.postQueuedCompletionStatus(error, port, 1, -2L, pointer));
    assertEquals(0, WindowsCalls.postQueuedCompletionStatus(error, port, 1, 3, MemorySegment.NULL));
    assertEquals(2, take(0));
    assertEquals(-2L, OverlappedEntry.key(entries, 0));
    assertEquals(0x1234_5678_9ABCL, OverlappedEntry.overlapped(entries, 0));
    assertEquals(3, OverlappedEntry.key(entries, 1));
    assertEquals(0, OverlappedEntry.overlapped(entries, 1));
    assertEquals(-WindowsErrors.WAIT_TIMEOUT, take(0));
    assertEquals(-WindowsErrors.WAIT_TIMEOUT, take(2));
  }

  @Test
  void whatIsNoHandleIsRefused() {
    int invalid = -WindowsErrors.ERROR_INVALID_HANDLE;
    assertEquals(
        invalid, WindowsCalls.postQueuedCompletionStatus(error, BAD, 0, 0, MemorySegment.NULL));
    assertEquals(
        invalid, WindowsCalls.getQueuedCompletionStatusEx(error, BAD, entries, 4, number, 0));
    assertEquals(invalid, WindowsCalls.createIoCompletionPort(error, BAD, port, 0, 0));
    assertEquals(invalid, WindowsCalls.closeHandle(error, BAD));
    assertEquals(
        invalid, WindowsCalls.setHandleInformation(error, BAD, Handles.HANDLE_FLAG_INHERIT, 0));
    assertEquals(invalid, WindowsCalls.ntCancelIoFileEx(BAD, status, status));
    int notSocket = -WindowsErrors.WSAENOTSOCK;
    assertEquals(notSocket, WinsockCalls.listen(error, BAD, 1));
    assertEquals(notSocket, WinsockCalls.closesocket(error, BAD));
    assertEquals(
        notSocket, WinsockCalls.accept(error, BAD, MemorySegment.NULL, MemorySegment.NULL));
    assertEquals(notSocket, WinsockCalls.shutdown(error, BAD, Sockets.SD_BOTH));
  }

  @Test
  void thereIsNoDeviceOfThatName() {
    MemorySegment handle = arena.allocate(JAVA_LONG);
    MemorySegment name = ObjectAttributes.named(arena, "\\Device\\NoSuchDevice\\x");
    int result =
        WindowsCalls.ntCreateFile(
            handle, Handles.SYNCHRONIZE, name, status, Handles.FILE_SHARE_READ, Handles.FILE_OPEN);
    assertTrue(
        result == -WindowsErrors.ERROR_PATH_NOT_FOUND
            || result == -WindowsErrors.ERROR_FILE_NOT_FOUND,
        "result " + result);
  }

  /** A poll of a listener ends with a connection: the whole way, without any engine. */
  @Test
  void pollEndsWithItsPacket() {
    MemorySegment handle = arena.allocate(JAVA_LONG);
    int opened =
        WindowsCalls.ntCreateFile(
            handle,
            Handles.SYNCHRONIZE,
            ObjectAttributes.named(arena, "\\Device\\Afd\\test"),
            status,
            Handles.FILE_SHARE_READ | Handles.FILE_SHARE_WRITE,
            Handles.FILE_OPEN);
    assertTrue(opened >= 0, "result " + opened);
    long afd = handle.get(JAVA_LONG, 0);
    assertEquals(port, WindowsCalls.createIoCompletionPort(error, afd, port, 7, 0));
    long listener = socket();
    int bytes = SockAddr.setInet4(address, LOOPBACK, 0);
    assertEquals(0, WinsockCalls.bind(error, listener, address, bytes));
    assertEquals(0, WinsockCalls.listen(error, listener, 1));
    length.set(JAVA_INT, 0, (int) SockAddr.LAYOUT.byteSize());
    assertEquals(0, WinsockCalls.getsockname(error, listener, address, length));
    MemorySegment base = arena.allocate(JAVA_LONG);
    assertEquals(
        0,
        WinsockCalls.wsaIoctl(
            error, listener, Sockets.SIO_BASE_HANDLE, MemorySegment.NULL, 0, base, 8, number));

    MemorySegment info = arena.allocate(AfdPollInfo.LAYOUT);
    IoStatusBlock.status(status, NtStatus.STATUS_PENDING);
    AfdPollInfo.ask(info, base.get(JAVA_LONG, 0), Afd.AFD_POLL_ACCEPT);
    int bytesOfInfo = (int) info.byteSize();
    int sent =
        WindowsCalls.ntDeviceIoControlFile(
            afd, 99, status, Afd.IOCTL_AFD_POLL, info, bytesOfInfo, info, bytesOfInfo);
    assertEquals(NtStatus.STATUS_PENDING, sent);
    assertEquals(-WindowsErrors.WAIT_TIMEOUT, take(0));
    long client = socket();
    assertEquals(0, WinsockCalls.connect(error, client, address, bytes));
    assertEquals(1, take(Handles.INFINITE));
    assertEquals(7, OverlappedEntry.key(entries, 0));
    assertEquals(99, OverlappedEntry.overlapped(entries, 0));
    assertEquals(NtStatus.STATUS_SUCCESS, IoStatusBlock.status(status));
    assertEquals(1, AfdPollInfo.count(info));
    assertEquals(Afd.AFD_POLL_ACCEPT, AfdPollInfo.events(info));
    assertEquals(
        -WindowsErrors.ERROR_NOT_FOUND,
        WindowsCalls.ntCancelIoFileEx(afd, status, arena.allocate(IoStatusBlock.LAYOUT)));
    assertEquals(0, WinsockCalls.closesocket(error, client));
    assertEquals(0, WinsockCalls.closesocket(error, listener));
    assertEquals(0, WindowsCalls.closeHandle(error, afd));
  }

  private long socket() {
    long socket =
        WinsockCalls.wsaSocket(
            error,
            Sockets.AF_INET,
            Sockets.SOCK_STREAM,
            Sockets.IPPROTO_TCP,
            Sockets.WSA_FLAG_OVERLAPPED | Sockets.WSA_FLAG_NO_HANDLE_INHERIT);
    assertTrue(socket >= 0, "socket " + socket);
    return socket;
  }

  private int take(int timeoutMillis) {
    return WindowsCalls.getQueuedCompletionStatusEx(error, port, entries, 4, number, timeoutMillis);
  }
}
