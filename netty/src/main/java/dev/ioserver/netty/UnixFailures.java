package dev.ioserver.netty;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Sockets;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;

/**
 * Failed calls on Unix sockets, where some codes mean something else than for TCP, and have another
 * remedy.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class UnixFailures {

  /** For an address of a name. */
  private static final String NO_NAMES =
      "names without a file are of the epoll engine on Linux alone: use the path of a file";

  private UnixFailures() {}

  /** Why a connect has failed. */
  static IOException ofConnect(Sockets sockets, int result) {
    SystemCallException failure = Failures.of(sockets, result);
    return switch (failure.codeName()) {
      // As Netty's epoll says it.
      case "ENOENT" ->
          with(failure, new FileNotFoundException(told(failure, "is the server running?")));
      case "EAGAIN" ->
          with(
              failure,
              new ConnectException(
                  told(
                      failure,
                      "the listener has no room for more connections that wait: try again, or give"
                          + " it a larger SO_BACKLOG")));
      case "EACCES" ->
          with(
              failure,
              new ConnectException(
                  told(
                      failure,
                      "it needs the right to write to the file, and to search its folders")));
      case "EAFNOSUPPORT" -> with(failure, new ConnectException(told(failure, NO_NAMES)));
      default -> Failures.known(sockets, result);
    };
  }

  /** Why an address could not be bound. */
  static IOException ofBind(Sockets sockets, int result) {
    SystemCallException failure = Failures.of(sockets, result);
    return switch (failure.codeName()) {
      case "EADDRINUSE" ->
          bind(
              failure,
              "another program listens there, or one that was killed has left the file behind: stop"
                  + " it, or remove the file");
      case "ENOENT" -> bind(failure, "make the folder of it first");
      case "EAFNOSUPPORT" -> bind(failure, NO_NAMES);
      case "ENOTDIR", "ENAMETOOLONG", "EINVAL" -> bind(failure, "choose another path");
      default -> Failures.known(sockets, result);
    };
  }

  private static IOException bind(SystemCallException failure, String remedy) {
    return with(failure, new BindException(told(failure, remedy)));
  }

  private static String told(SystemCallException failure, String remedy) {
    return failure.call()
        + " failed: "
        + failure.codeName()
        + " ("
        + failure.code()
        + "); "
        + remedy;
  }

  private static IOException with(SystemCallException failure, IOException known) {
    known.initCause(failure);
    return known;
  }
}
