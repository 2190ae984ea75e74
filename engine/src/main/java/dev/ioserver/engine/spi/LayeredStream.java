package dev.ioserver.engine.spi;

/**
 * The layer of one port. To the port it is the {@link Stream}; to the stream below, which is the
 * socket's, it is the handler. It passes on what it does not change, and keeps the promises of both
 * interfaces: bytes are counted as the port counts them, nothing is delivered while the port does
 * not receive, and what it keeps comes before an end or a failure.
 *
 * <p>{@link #onClosed()} always comes, also where there never was a stream below, and may come
 * twice.
 *
 * <p>Belongs to the thread that runs the transport.
 */
public interface LayeredStream extends Stream, StreamHandler {

  /**
   * The stream below is there. Until then there was a {@link ClosedStream}.
   *
   * @param stream the socket's
   * @param connected whether it is connected already; otherwise {@link #onConnected()} says so
   */
  void below(Stream stream, boolean connected);

  /** What {@link LayerContext#again()} has asked for. */
  void proceed();

  /** What {@link LayerContext#alarm(long)} has asked for: the time is over. */
  void onAlarm();
}
