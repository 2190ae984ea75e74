package dev.ioserver.engine.spi;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.util.List;

/**
 * What a layer may use of its port.
 *
 * <p>Thread-safety: the thread that runs the transport, but for {@link #again()}.
 */
public interface LayerContext {

  /** {@return the port, which hears what the layer has to say} */
  StreamHandler handler();

  /** {@return who the port is connected to} */
  SocketAddress remoteAddress();

  /** {@return the pool of the port's loop} */
  ChunkPool pool();

  /**
   * Room for bytes that are delivered next, shared by all layers of the loop. The caller fills it
   * from its write index on, moves that, and delivers, without leaving it to others in between.
   *
   * @param least how many bytes there must be room for, 1 to {@link ChunkPool#LARGEST}
   * @return the chunk; it is the context's
   */
  Chunk room(int least);

  /**
   * Memory of the heap to work in, shared by all layers of the loop: it is the caller's until the
   * next call of this method, or of another party. Ciphers of the JDK copy native memory piece by
   * piece into arrays that they make for it, and work in the array of such a buffer.
   *
   * @param least how many bytes it must have, 1 or more
   * @return the buffer, empty, with an array
   */
  ByteBuffer scratch(int least);

  /** Has the loop call {@link LayeredStream#proceed()} in its next cycle. Any thread. */
  void again();

  /**
   * Has the loop call {@link LayeredStream#onAlarm()} later. The last call counts.
   *
   * @param nanos nanoseconds from now; 0 or less takes the call back
   */
  void alarm(long nanos);

  /**
   * The two ends have agreed; see {@link dev.ioserver.engine.api.Handshaken}.
   *
   * @param protocol what they agreed on
   * @param cipherSuite what they agreed on
   * @param applicationProtocol what ALPN has chosen, or empty
   * @param serverName what the client named, or empty
   * @param peerCertificates what the peer showed, or empty
   */
  void handshaken(
      String protocol,
      String cipherSuite,
      String applicationProtocol,
      String serverName,
      List<Certificate> peerCertificates);

  /**
   * Nothing that is sent can be written any more.
   *
   * @param cause why; it names the layer, what it was about, and the remedy
   */
  void outputFailed(IOException cause);

  /**
   * What comes next cannot be received. The port says so behind what was delivered, and is closed
   * in order when its user has heard that, or closes it.
   *
   * @param cause why; it names the layer, what it was about, and the remedy
   */
  void failed(IOException cause);
}
