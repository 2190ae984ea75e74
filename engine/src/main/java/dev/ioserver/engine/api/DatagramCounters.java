package dev.ioserver.engine.api;

/**
 * What the datagram ports of a loop have counted since it was opened: a snapshot. Each number only
 * grows.
 *
 * @param received datagrams taken from the kernel
 * @param sent datagrams that the kernel has taken
 * @param dropped datagrams that the kernel has dropped in front of those that were received, for
 *     want of room in the socket; where it tells
 * @param cut datagrams that were longer than the room for them
 * @param undelivered datagrams that the system refused to send, and reports that one has not
 *     arrived
 * @param receives calls that have brought datagrams
 * @param sends calls that have taken datagrams
 */
public record DatagramCounters(
    long received, long sent, long dropped, long cut, long undelivered, long receives, long sends) {

  /** Nothing was counted. */
  public static final DatagramCounters NONE = new DatagramCounters(0, 0, 0, 0, 0, 0, 0);

  DatagramCounters combine(DatagramCounters other, int sign) {
    return new DatagramCounters(
        received + sign * other.received,
        sent + sign * other.sent,
        dropped + sign * other.dropped,
        cut + sign * other.cut,
        undelivered + sign * other.undelivered,
        receives + sign * other.receives,
        sends + sign * other.sends);
  }
}
