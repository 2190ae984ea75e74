package dev.ioserver.engine.api;

/**
 * The end: nothing comes after it. A port or a listener sends it when its descriptor is closed, a
 * watch when the kernel has let go of its descriptor; a {@code Select} makes it up when a channel
 * in it is closed and drained.
 *
 * @param source what has ended
 * @param droppedBytes how many bytes a port had taken to be sent and has given up: what an abort, a
 *     failure or the end of {@link PortOptions#closeTimeout()} left unwritten, prefixes of frames
 *     included. 0 if all was written, and 0 from anything but a port. Bytes that were written and
 *     that the peer never read are not among them: only the peer knows of those
 */
public record Closed(Receiver<?> source, long droppedBytes) implements Message {

  /**
   * The end of something that sends nothing.
   *
   * @param source what has ended
   */
  public Closed(Receiver<?> source) {
    this(source, 0);
  }
}
