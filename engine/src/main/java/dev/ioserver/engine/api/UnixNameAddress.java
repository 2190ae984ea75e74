package dev.ioserver.engine.api;

import java.io.Serial;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Unix socket that has a name and no file: one of Linux's abstract namespace.
 * Nothing is left behind when the listener is gone, and no permission of a file guards it: every
 * process of the same network namespace may connect. Sockets with files have a {@link
 * java.net.UnixDomainSocketAddress}.
 *
 * <p>The epoll engine on Linux has it. Elsewhere {@code listen} and {@code connect} fail with
 * {@link SystemCallException.Kind#NOT_SUPPORTED}.
 *
 * <p>Thread-safety: immutable.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class UnixNameAddress extends SocketAddress {
  @Serial private static final long serialVersionUID = 1L;

  /** The most bytes that a name can have. */
  public static final int MAX_BYTES = 107;

  /** Any bytes, zeros among them; changed by nobody. */
  private final byte[] name;

  private UnixNameAddress(byte[] name) {
    this.name = name;
  }

  /**
   * {@return the address of a name}
   *
   * @param name its UTF-8 bytes, without the zero that Linux has before it
   * @throws IllegalArgumentException if the name is empty, or longer than {@link #MAX_BYTES}
   */
  public static UnixNameAddress of(String name) {
    return of(name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return the address of a name}
   *
   * @param name any bytes, without the zero that Linux has before it; copied
   * @throws IllegalArgumentException if the name is empty, or longer than {@link #MAX_BYTES}
   */
  public static UnixNameAddress of(byte[] name) {
    if (name.length == 0 || name.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the name has "
              + name.length
              + " bytes; that of a Unix socket has 1 to "
              + MAX_BYTES
              + " bytes");
    }
    return new UnixNameAddress(name.clone());
  }

  /** {@return the name, taken for UTF-8} */
  public String name() {
    return new String(name, StandardCharsets.UTF_8);
  }

  /** {@return a copy of the bytes of the name} */
  public byte[] bytes() {
    return name.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UnixNameAddress that && Arrays.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(name);
  }

  /** "@name", as ss(8) and lsof(8) write it; a zero in the name is an @ as well. */
  @Override
  public String toString() {
    return "@" + name().replace('\0', '@');
  }
}
