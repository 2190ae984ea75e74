package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.windows.generated.windows_h;

/**
 * Constants of the readiness poll of {@code \Device\Afd}, the driver behind every Winsock socket.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Afd {
  /** The request: an {@link AfdPollInfo} in, and one out. */
  public static final int IOCTL_AFD_POLL = windows_h.IOCTL_AFD_POLL();

  /** There is something to read. */
  public static final int AFD_POLL_RECEIVE = windows_h.AFD_POLL_RECEIVE();

  /** There is out-of-band data to read. */
  public static final int AFD_POLL_RECEIVE_EXPEDITED = windows_h.AFD_POLL_RECEIVE_EXPEDITED();

  /** There is room to write, or a connect has succeeded. */
  public static final int AFD_POLL_SEND = windows_h.AFD_POLL_SEND();

  /** The peer has closed its direction. */
  public static final int AFD_POLL_DISCONNECT = windows_h.AFD_POLL_DISCONNECT();

  /** The connection was reset. */
  public static final int AFD_POLL_ABORT = windows_h.AFD_POLL_ABORT();

  /** The socket was closed in this process. */
  public static final int AFD_POLL_LOCAL_CLOSE = windows_h.AFD_POLL_LOCAL_CLOSE();

  /** The socket is connected, and remains so. */
  public static final int AFD_POLL_CONNECT = windows_h.AFD_POLL_CONNECT();

  /** There is a connection to accept. */
  public static final int AFD_POLL_ACCEPT = windows_h.AFD_POLL_ACCEPT();

  /** A connect has failed. */
  public static final int AFD_POLL_CONNECT_FAIL = windows_h.AFD_POLL_CONNECT_FAIL();

  private Afd() {}
}
