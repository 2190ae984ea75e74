package dev.ioserver.examples.cli;

import dev.ioserver.examples.gateway.server.Matching;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where the books match orders. */
final class BooksConverter implements ITypeConverter<Matching> {

  BooksConverter() {}

  @Override
  public Matching convert(String text) {
    return switch (text) {
      case "inline" -> Matching.INLINE;
      case "threads" -> Matching.THREADS;
      default -> throw new TypeConversionException("'" + text + "' must be inline or threads");
    };
  }
}
