package dev.ioserver.netty;

import dev.ioserver.engine.api.UnixNameAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;

/**
 * Addresses of Unix sockets: those of the JDK, which have a file, those of the engine, which have a
 * name and no file, and the class that Netty's native transports have of their own.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class UnixAddresses {

  /**
   * Known by its name: it is in a module of Netty that loads native code, and which programs for
   * this transport need not have.
   */
  private static final String NATIVE = "io.netty.channel.unix.DomainSocketAddress";

  private UnixAddresses() {}

  /**
   * The address as the engine knows it.
   *
   * @throws UnsupportedAddressTypeException if it is not one of a Unix socket
   */
  static SocketAddress of(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress || address instanceof UnixNameAddress) {
      return address;
    }
    if (address.getClass().getName().equals(NATIVE)) {
      return ofNative(address.toString());
    }
    throw new UnsupportedAddressTypeException();
  }

  /** Of a path as Netty's native transports write it: a name begins with a zero. */
  private static SocketAddress ofNative(String path) {
    return path.startsWith("\0")
        ? UnixNameAddress.of(path.substring(1).getBytes(StandardCharsets.UTF_8))
        : UnixDomainSocketAddress.of(path);
  }
}
