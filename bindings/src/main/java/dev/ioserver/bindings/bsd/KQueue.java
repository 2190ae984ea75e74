package dev.ioserver.bindings.bsd;

/**
 * Constants of kqueue: {@code kqueue(2)}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class KQueue {
  /** Filter: there is something to read, or to accept. */
  public static final short EVFILT_READ = (short) number("EVFILT_READ");

  /** Filter: there is room to write, or a connect has ended. */
  public static final short EVFILT_WRITE = (short) number("EVFILT_WRITE");

  /** Filter: what a program triggers itself. Each system has a number of its own for it. */
  public static final short EVFILT_USER = (short) number("EVFILT_USER");

  /** Change: registers, or changes the token of what is registered. */
  public static final short EV_ADD = (short) number("EV_ADD");

  /** Change: removes a registration; ENOENT if there is none. */
  public static final short EV_DELETE = (short) number("EV_DELETE");

  /** Change: lets a disabled registration report again. */
  public static final short EV_ENABLE = (short) number("EV_ENABLE");

  /** Change: keeps a registration from reporting. */
  public static final short EV_DISABLE = (short) number("EV_DISABLE");

  /** Change: the registration ends with its first event. */
  public static final short EV_ONESHOT = (short) number("EV_ONESHOT");

  /** Change: edge-triggered, reports changes and not states. Heeded when registering alone. */
  public static final short EV_CLEAR = (short) number("EV_CLEAR");

  /** Change: makes an event of the outcome, with {@link #EV_ERROR} and maybe 0. */
  public static final short EV_RECEIPT = (short) number("EV_RECEIPT");

  /** Change: the registration is disabled after one event. */
  public static final short EV_DISPATCH = (short) number("EV_DISPATCH");

  /** Event: a change failed, and the data is its errno. */
  public static final short EV_ERROR = (short) number("EV_ERROR");

  /** Event: the direction is over; the filter's flags hold the pending errno. The sign bit. */
  public static final short EV_EOF = (short) number("EV_EOF");

  /** Filter flag of {@link #EVFILT_USER}: makes the event. */
  public static final int NOTE_TRIGGER = number("NOTE_TRIGGER");

  private KQueue() {}

  private static int number(String name) {
    return BsdTarget.here().number(name);
  }
}
