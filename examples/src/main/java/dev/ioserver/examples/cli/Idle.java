package dev.ioserver.examples.cli;

import dev.ioserver.engine.api.IdleStrategy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what a loop does when it has nothing to do. */
final class Idle implements ITypeConverter<IdleStrategy> {

  Idle() {}

  @Override
  public IdleStrategy convert(String text) {
    return switch (text) {
      case "park" -> IdleStrategy.park();
      case "adaptive" -> IdleStrategy.adaptive();
      case "busy" -> IdleStrategy.busy();
      default -> throw new TypeConversionException("'" + text + "' must be park, adaptive or busy");
    };
  }
}
