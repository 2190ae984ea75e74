package dev.ioserver.testkit.sim.kernel;

import java.util.EnumSet;
import java.util.Set;

/** What the simulated kernel may do to its users beyond what they would like best. */
public enum Fault {
  /** A read gives less than there is; the rest makes an event of its own. */
  SHORT_READ,
  /** A write takes less than there is room for. */
  SHORT_WRITE,
  /** A read fails for want of buffers, and would succeed later. */
  NO_BUFFERS_READ,
  /** A write fails for want of buffers, and would succeed later. */
  NO_BUFFERS_WRITE,
  /** A wait is interrupted: it gives no event although there are some. */
  INTERRUPTED_WAIT,
  /** An event comes in a later wait than it could. */
  LATE_EVENT,
  /** The directions of one event come in two waits. */
  SPLIT_EVENT,
  /** An event comes although nothing has changed. */
  SPURIOUS_EVENT,
  /** An event comes for a registration that is over. */
  STALE_EVENT,
  /** Only some of the events fit into a wait. */
  SMALL_BATCH,
  /** Bytes stay on their way for longer. */
  SLOW_NETWORK,
  /** Fewer bytes arrive at a time than could. */
  SPLIT_SEGMENT,
  /** Something between the two resets the connection. */
  RESET_BY_NETWORK,
  /** A reset throws away what its receiver had not read, as some systems do. */
  RESET_DISCARDS,
  /** A datagram is lost on its way. */
  LOST_DATAGRAM,
  /** A datagram arrives twice. */
  DOUBLED_DATAGRAM,
  /** A datagram arrives later than those that were sent behind it. */
  LATE_DATAGRAM,
  /** A connect takes seconds. */
  SLOW_CONNECT,
  /** A connect is refused although somebody listens. */
  REFUSED_CONNECT,
  /** A connect stands at once. */
  INSTANT_CONNECT,
  /** A socket cannot be opened: no descriptors. */
  NO_DESCRIPTOR_OPEN,
  /** A connection cannot be accepted: no descriptors. */
  NO_DESCRIPTOR_ACCEPT,
  /** A connection cannot be accepted: no buffers. */
  NO_BUFFERS_ACCEPT,
  /** The poller cannot take one more descriptor. */
  REGISTER_FAILS,
  /** There is no memory for the engine. */
  NO_MEMORY,
  /** Time goes on by seconds between two calls. */
  TIME_JUMP,
  /**
   * An event is never told. No kernel does so: it is for the test that asks whether the rules
   * notice.
   */
  LOST_EVENT;

  /** All that a kernel may do, in a fixed order. */
  public static Set<Fault> all() {
    return EnumSet.complementOf(EnumSet.of(LOST_EVENT));
  }
}
