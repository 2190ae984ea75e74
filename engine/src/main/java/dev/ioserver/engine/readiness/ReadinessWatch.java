package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.WatchHandler;
import dev.ioserver.engine.spi.Watcher;

/**
 * A foreign descriptor in the registration table. It is no {@link ReadinessEndpoint}: nothing is
 * read from it here, and nobody closes it.
 *
 * <p>A level watcher is not armed from an event until its handler has rearmed it: it wants nothing
 * then. The table tells the kernel of that only if the kernel reports the descriptor once more, or
 * writing was waited for. A handler that has been quick has cost no system call.
 *
 * <p>Belongs to the transport's thread.
 */
final class ReadinessWatch implements Watcher {

  private static final int DIRECTIONS = Interest.READ | Interest.WRITE;

  final long descriptor;
  private final ReadinessTransport transport;
  private final WatchHandler handler;

  /** {@link Interest#EDGE} or nothing. */
  private final int edge;

  /** The directions that are waited for. */
  private int wanted;

  private boolean armed = true;
  private boolean closed;
  private long token;

  ReadinessWatch(
      ReadinessTransport transport, long descriptor, int interest, WatchHandler handler) {
    this.transport = transport;
    this.descriptor = descriptor;
    this.handler = handler;
    this.edge = interest & Interest.EDGE;
    this.wanted = interest & DIRECTIONS;
  }

  void register() {
    token = transport.selector.register(descriptor, wanted | edge, this);
  }

  /** An event: the handler hears of it. What it throws is this watcher's. */
  void event(int readiness) {
    int told = readiness & (wanted | ~DIRECTIONS);
    if (closed || (edge == 0 && (told & DIRECTIONS) == 0)) {
      // What is not wanted any more the table tells the kernel next.
      return;
    }
    try {
      if (edge == 0) {
        armed = false;
        tellTable();
      }
      // An edge comes but once, whatever is wanted by now.
      handler.onReady((told & DIRECTIONS) == 0 ? readiness : told);
    } catch (RuntimeException | Error e) {
      fail(SystemCallException.thrown("watch", detail(), e));
    }
  }

  @Override
  public void interest(int interest) {
    wanted = interest & DIRECTIONS;
    tellTable();
  }

  @Override
  public void rearm() {
    if (!armed) {
      armed = true;
      tellTable();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      dispose();
      // Not after a refusal: what is registered then is somebody else's.
      transport.sockets.released(descriptor);
      handler.onClosed();
    }
  }

  /** The registration was refused, or is over. */
  void refused(SystemCallException cause) {
    Throwable thrown = cause.getCause();
    fail(
        thrown == null
            ? transport.withRemedy(cause, detail(), remedy(cause))
            : SystemCallException.thrown(cause.call(), detail(), thrown));
  }

  String detail() {
    return "descriptor " + descriptor;
  }

  private void fail(SystemCallException cause) {
    if (!closed) {
      dispose();
      handler.onFailed(cause);
      handler.onClosed();
    }
  }

  private void dispose() {
    closed = true;
    try {
      transport.selector.deregisterNow(token);
    } finally {
      transport.forget(this);
    }
  }

  private void tellTable() {
    if (!closed) {
      transport.selector.interest(token, armed ? wanted | edge : Interest.NONE);
    }
  }

  private static String remedy(SystemCallException cause) {
    return switch (cause.codeName()) {
      case "EPERM" ->
          "a file or a directory is always ready, and the system does not wait for it: read it"
              + " at once, on a thread of its own if that may take long";
      case "ENOENT" ->
          "the descriptor was closed while it was watched; close the watch first, and the"
              + " descriptor after that";
      case "EEXIST", "ERROR_ALREADY_EXISTS" -> ReadinessTransport.WATCHED_ALREADY;
      case "ENOTSOCK", "WSAENOTSOCK", "ERROR_INVALID_HANDLE" ->
          "only open sockets can be watched on Windows; wait for other handles on a thread of its"
              + " own, and send to a channel";
      case "EINVAL" -> "this kind of descriptor cannot be waited for here";
      default ->
          cause.kind() == SystemCallException.Kind.BAD_DESCRIPTOR
              ? "the descriptor is closed or was never open; keep it open until the watch is closed"
              : ReadinessTransport.registrationRemedy(cause);
    };
  }
}
