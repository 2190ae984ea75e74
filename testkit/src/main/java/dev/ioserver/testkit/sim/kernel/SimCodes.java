package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import java.util.Locale;

/** The codes of the simulated kernel, by the numbers of Linux. */
final class SimCodes implements ErrorCodes {

  static final SimCodes INSTANCE = new SimCodes();

  static final int EBADF = 9;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int ENOSPC = 28;
  static final int EPIPE = 32;
  static final int EMSGSIZE = 90;
  static final int ENOPROTOOPT = 92;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ECONNRESET = 104;
  static final int ENOBUFS = 105;
  static final int ENOTCONN = 107;
  static final int ETIMEDOUT = 110;
  static final int ECONNREFUSED = 111;

  private SimCodes() {}

  @Override
  public String name(int code) {
    return switch (code) {
      case EBADF -> "EBADF";
      case ENFILE -> "ENFILE";
      case EMFILE -> "EMFILE";
      case ENOSPC -> "ENOSPC";
      case EPIPE -> "EPIPE";
      case EMSGSIZE -> "EMSGSIZE";
      case ENOPROTOOPT -> "ENOPROTOOPT";
      case EADDRINUSE -> "EADDRINUSE";
      case EADDRNOTAVAIL -> "EADDRNOTAVAIL";
      case ECONNRESET -> "ECONNRESET";
      case ENOBUFS -> "ENOBUFS";
      case ENOTCONN -> "ENOTCONN";
      case ETIMEDOUT -> "ETIMEDOUT";
      case ECONNREFUSED -> "ECONNREFUSED";
      default -> "E" + code;
    };
  }

  @Override
  public String text(int code) {
    return name(code).toLowerCase(Locale.ROOT);
  }

  @Override
  public Kind kind(int code) {
    return switch (code) {
      case EBADF -> Kind.BAD_DESCRIPTOR;
      case ENFILE, EMFILE -> Kind.TOO_MANY_DESCRIPTORS;
      case ENOSPC, ENOBUFS -> Kind.NO_RESOURCES;
      case EPIPE, ECONNRESET -> Kind.CONNECTION_RESET;
      case ENOPROTOOPT -> Kind.NOT_SUPPORTED;
      case EADDRINUSE -> Kind.ADDRESS_IN_USE;
      case EADDRNOTAVAIL -> Kind.ADDRESS_NOT_AVAILABLE;
      case ETIMEDOUT -> Kind.TIMED_OUT;
      case ECONNREFUSED -> Kind.CONNECTION_REFUSED;
      default -> Kind.OTHER;
    };
  }
}
