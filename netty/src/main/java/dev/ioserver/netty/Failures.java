package dev.ioserver.netty;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Sockets;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;

/**
 * Failed calls as the exceptions that programs know from java.net.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class Failures {

  private Failures() {}

  /** The failure of a call that was made just now. */
  static SystemCallException of(Sockets sockets, int result) {
    return ControlCalls.engine().errorCodes().failure(sockets.lastCall(), "", result);
  }

  /** As the exception of java.net that says the same, with the failure as its cause. */
  static IOException known(Sockets sockets, int result) {
    SystemCallException failure = of(sockets, result);
    String message = failure.getMessage();
    IOException known =
        switch (failure.kind()) {
          case CONNECTION_REFUSED -> new ConnectException(message);
          case TIMED_OUT ->
              failure.call().equals("connect")
                  ? new ConnectException(message)
                  : new SocketException(message);
          case UNREACHABLE -> new NoRouteToHostException(message);
          case ADDRESS_IN_USE, ADDRESS_NOT_AVAILABLE, PERMISSION_DENIED ->
              new BindException(message);
          case CONNECTION_RESET -> new SocketException(said(failure) + ": " + message);
          case TOO_MANY_DESCRIPTORS, NO_RESOURCES, BAD_DESCRIPTOR, NOT_SUPPORTED, OTHER ->
              new SocketException(message);
        };
    known.initCause(failure);
    return known;
  }

  /**
   * What the JDK and Netty's transports say of a peer that is gone. Programs look for these words,
   * Netty's own {@code SslHandler} among them, to tell it from other failures.
   */
  private static String said(SystemCallException reset) {
    return switch (reset.codeName()) {
      case "EPIPE", "ESHUTDOWN", "WSAESHUTDOWN" -> "Broken pipe";
      default -> "Connection reset by peer";
    };
  }

  /** The same for a datagram, whose refusal is that of a port that nobody listens on. */
  static IOException ofDatagram(Sockets sockets, int result) {
    SystemCallException failure = of(sockets, result);
    if (failure.kind() != SystemCallException.Kind.CONNECTION_REFUSED) {
      return known(sockets, result);
    }
    var unreachable = new PortUnreachableException(failure.getMessage());
    unreachable.initCause(failure);
    return unreachable;
  }
}
