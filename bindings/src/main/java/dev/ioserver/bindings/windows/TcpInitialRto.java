package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.windows.generated._TCP_INITIAL_RTO_PARAMETERS;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Writes {@code TCP_INITIAL_RTO_PARAMETERS}, the argument of {@link Sockets#SIO_TCP_INITIAL_RTO}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class TcpInitialRto {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = _TCP_INITIAL_RTO_PARAMETERS.layout();

  private static final long RTT = _TCP_INITIAL_RTO_PARAMETERS.Rtt$offset();
  private static final long MOST_REPETITIONS =
      _TCP_INITIAL_RTO_PARAMETERS.MaxSynRetransmissions$offset();

  private TcpInitialRto() {}

  /**
   * Sets both fields.
   *
   * @param rttMillis before the first repetition, or {@link
   *     Sockets#TCP_INITIAL_RTO_UNSPECIFIED_RTT}
   * @param mostRepetitions how often, or {@link Sockets#TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS}
   */
  public static void set(MemorySegment value, int rttMillis, int mostRepetitions) {
    value.set(JAVA_SHORT, RTT, (short) rttMillis);
    value.set(JAVA_BYTE, MOST_REPETITIONS, (byte) mostRepetitions);
  }
}
