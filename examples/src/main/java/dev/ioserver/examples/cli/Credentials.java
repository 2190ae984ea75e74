package dev.ioserver.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A user and a password. */
record Credentials(String user, String password) {

  /** Reads {@code USER:PASSWORD}. */
  static final class Converter implements ITypeConverter<Credentials> {
    Converter() {}

    @Override
    public Credentials convert(String text) {
      int colon = text.indexOf(':');
      String user = colon < 0 ? "" : text.substring(0, colon);
      String password = text.substring(colon + 1);
      if (user.isEmpty() || user.length() > 6 || password.isEmpty() || password.length() > 10) {
        throw new TypeConversionException(
            "it must be USER:PASSWORD, of up to 6 and up to 10 characters");
      }
      return new Credentials(user, password);
    }
  }
}
