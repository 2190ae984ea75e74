package dev.ioserver.examples.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST:PORT}; an IPv6 address stands in brackets. */
final class HostPort implements ITypeConverter<InetSocketAddress> {

  private static final int MAX_PORT = 65_535;

  HostPort() {}

  @Override
  public InetSocketAddress convert(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new TypeConversionException("'" + text + "' is not HOST:PORT, 127.0.0.1:9000 for one");
    }
    return resolve(text.substring(0, colon), port(text.substring(colon + 1)));
  }

  /** Resolves a host, with or without brackets. */
  static InetSocketAddress resolve(String host, int port) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!bracketed && host.indexOf(':') != host.lastIndexOf(':')) {
      throw new TypeConversionException(
          "write the IPv6 address " + host + " in brackets: [" + host + "]");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new TypeConversionException(
          "the host '" + host + "' is not known; check its spelling, or use its IP address");
    }
  }

  /** Reads a port. */
  static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException("'" + text + "' is no port; use 1 to " + MAX_PORT);
  }
}
