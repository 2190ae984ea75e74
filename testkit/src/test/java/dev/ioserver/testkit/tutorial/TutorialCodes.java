package dev.ioserver.testkit.tutorial;

import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/** Codes for the exceptions of java.nio: one for each kind of failure, from 2 on. */
final class TutorialCodes implements ErrorCodes {

  static final TutorialCodes INSTANCE = new TutorialCodes();

  /** What a call returns that ended with an exception: a code, negated. */
  static int result(Exception e) {
    String message = String.valueOf(e.getMessage());
    Kind kind =
        switch (e) {
          case ConnectException _ -> Kind.CONNECTION_REFUSED;
          case BindException _ when message.contains("in use") -> Kind.ADDRESS_IN_USE;
          case BindException _ -> Kind.ADDRESS_NOT_AVAILABLE;
          case ClosedChannelException _ -> Kind.BAD_DESCRIPTOR;
          case UnsupportedOperationException _ -> Kind.NOT_SUPPORTED;
          default ->
              message.contains("reset") || message.contains("Broken pipe")
                  ? Kind.CONNECTION_RESET
                  : Kind.OTHER;
        };
    return -(kind.ordinal() + 2);
  }

  @Override
  public String name(int code) {
    return kind(code).name();
  }

  @Override
  public String text(int code) {
    return name(code).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public Kind kind(int code) {
    return Kind.values()[code - 2];
  }
}
