package dev.ioserver.engine.api;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy has said of the connection that it passes on, before the first byte of it.
 *
 * <p>Thread-safety: immutable.
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
public final class ProxyHeader {

  private static final int TYPE_AND_LENGTH = 3;

  private final int version;
  private final boolean local;
  private final @Nullable InetSocketAddress source;
  private final @Nullable InetSocketAddress destination;
  private final byte[] extensions;

  /**
   * For engines.
   *
   * @param version 1 or 2
   * @param local whether the proxy speaks for itself
   * @param source the client's address, or null if it was not said
   * @param destination the address that the client connected to, or null if it was not said
   * @param extensions the type-length-value fields behind the addresses, which are well formed
   */
  public ProxyHeader(
      int version,
      boolean local,
      @Nullable InetSocketAddress source,
      @Nullable InetSocketAddress destination,
      byte[] extensions) {
    this.version = version;
    this.local = local;
    this.source = source;
    this.destination = destination;
    this.extensions = extensions.clone();
  }

  /** {@return the version of the protocol: 1, which is text, or 2, which is binary} */
  public int version() {
    return version;
  }

  /** {@return whether the proxy speaks for itself, to see whether this server lives} */
  public boolean isLocal() {
    return local;
  }

  /**
   * {@return the client's address, or null if the proxy has not said it, or it is no internet
   * address}
   */
  public @Nullable InetSocketAddress source() {
    return source;
  }

  /** {@return the address that the client connected to; null as with {@link #source}} */
  public @Nullable InetSocketAddress destination() {
    return destination;
  }

  /**
   * {@return the value of the first extension of a type, such as 0x02, the name that the client
   * asked for; null if there is none, and with version 1}
   *
   * @param type as the protocol numbers them, 0 to 255
   */
  public byte @Nullable [] extension(int type) {
    for (int at = 0; at < extensions.length; ) {
      int length = ((extensions[at + 1] & 0xFF) << 8) | (extensions[at + 2] & 0xFF);
      int value = at + TYPE_AND_LENGTH;
      if ((extensions[at] & 0xFF) == type) {
        return Arrays.copyOfRange(extensions, value, value + length);
      }
      at = value + length;
    }
    return null;
  }

  @Override
  public String toString() {
    return "PROXY v" + version + (local ? " local" : " " + source + " to " + destination);
  }
}
