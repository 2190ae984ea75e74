package dev.ioserver.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NioErrorCodesTest {
  /** Its own: unknown messages are kept for as long as it lives. */
  private final NioErrorCodes codes = new NioErrorCodes();

  @Test
  void messagesOfLinux() {
    expect(NioErrorCode.ECONNRESET, new SocketException("Connection reset"));
    expect(NioErrorCode.ECONNRESET, new IOException("Connection reset by peer"));
    expect(NioErrorCode.EPIPE, new IOException("Broken pipe"));
    expect(NioErrorCode.ECONNREFUSED, new ConnectException("Connection refused"));
    expect(NioErrorCode.ETIMEDOUT, new ConnectException("Connection timed out"));
    expect(NioErrorCode.EADDRINUSE, new BindException("Address already in use"));
    expect(NioErrorCode.EADDRNOTAVAIL, new BindException("Cannot assign requested address"));
    expect(NioErrorCode.EACCES, new SocketException("Permission denied"));
    expect(NioErrorCode.EMFILE, new IOException("Too many open files"));
    expect(NioErrorCode.ENFILE, new IOException("Too many open files in system"));
    expect(NioErrorCode.EHOSTUNREACH, new NoRouteToHostException("No route to host"));
    expect(NioErrorCode.ENETUNREACH, new ConnectException("Network is unreachable"));
    expect(NioErrorCode.ENOBUFS, new IOException("No buffer space available"));
    expect(NioErrorCode.ENOTCONN, new IOException("Transport endpoint is not connected"));
  }

  @Test
  void messagesOfMacOs() {
    expect(NioErrorCode.ETIMEDOUT, new ConnectException("Operation timed out"));
    expect(NioErrorCode.EADDRNOTAVAIL, new BindException("Can't assign requested address"));
    expect(NioErrorCode.EPIPE, new IOException("Protocol wrong type for socket"));
    expect(NioErrorCode.ENOTCONN, new IOException("Socket is not connected"));
    expect(NioErrorCode.EHOSTDOWN, new NoRouteToHostException("Host is down"));
  }

  @Test
  void messagesOfWindows() {
    expect(
        NioErrorCode.ECONNREFUSED,
        new ConnectException("Connection refused: no further information"));
    expect(
        NioErrorCode.ETIMEDOUT,
        new ConnectException("Connection timed out: no further information"));
    expect(NioErrorCode.EADDRINUSE, new BindException("Address already in use: bind"));
    expect(
        NioErrorCode.ECONNRESET,
        new IOException("An existing connection was forcibly closed by the remote host"));
    expect(
        NioErrorCode.ECONNABORTED,
        new IOException(
            "An established connection was aborted by the software in your host machine"));
    expect(
        NioErrorCode.ENOBUFS,
        new SocketException("No buffer space available (maximum connections reached?): bind"));
  }

  @Test
  void aMessageMayNameTheAddressToo() {
    expect(NioErrorCode.ECONNREFUSED, new ConnectException("127.0.0.1:1: Connection refused"));
  }

  @Test
  void classesWhereTheMessageIsInAnotherLanguage() {
    expect(NioErrorCode.ECONNREFUSED, new ConnectException("Verbindungsaufbau abgelehnt"));
    expect(NioErrorCode.EADDRINUSE, new BindException("Die Adresse wird bereits verwendet"));
    expect(NioErrorCode.EHOSTUNREACH, new NoRouteToHostException("Keine Route zum Zielrechner"));
  }

  @Test
  void classesWithoutAMessage() {
    expect(NioErrorCode.EBADF, new ClosedChannelException());
    expect(NioErrorCode.EBADF, new AsynchronousCloseException());
    expect(NioErrorCode.ENOTCONN, new NotYetConnectedException());
    expect(NioErrorCode.EAFNOSUPPORT, new UnsupportedAddressTypeException());
    expect(NioErrorCode.EOPNOTSUPP, new UnsupportedOperationException());
  }

  @Test
  void anUnknownMessageIsKept() {
    int result = codes.result(new IOException("the cable was cut"));
    assertEquals(result, codes.result(new IOException("the cable was cut")));
    assertNotEquals(result, codes.result(new IOException("the switch was stolen")));
    SystemCallException e = codes.failure("read", "", result);
    assertTrue(e.getMessage().contains("the cable was cut"), e.getMessage());
    assertEquals("EIO", e.codeName());
    assertEquals(Kind.OTHER, e.kind());
  }

  @Test
  void unknownMessagesAreBounded() {
    Set<Integer> results = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      results.add(codes.result(new IOException("trouble number " + i)));
    }
    assertTrue(results.size() <= 65, "codes: " + results.size());
    assertTrue(results.contains(NioErrorCode.EIO.result()));
  }

  @Test
  void everyCodeExplainsItself() {
    Set<Integer> numbers = new HashSet<>();
    for (NioErrorCode code : NioErrorCode.values()) {
      assertTrue(code.number() > 0 && numbers.add(code.number()), code.name());
      assertEquals(code.name(), codes.name(code.number()));
      assertEquals(code.text(), codes.text(code.number()));
      assertEquals(code.kind(), codes.kind(code.number()));
    }
    assertEquals("EIO", codes.name(4711));
  }

  private void expect(NioErrorCode expected, Exception e) {
    assertEquals(expected.result(), codes.result(e), e::toString);
  }
}
