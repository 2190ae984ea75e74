package dev.ioserver.examples.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Processors, as the system counts them.
 *
 * @param numbers at least one
 */
record Cpus(List<Integer> numbers) {

  /** Reads {@code 0,1}. */
  static final class Converter implements ITypeConverter<Cpus> {

    Converter() {}

    @Override
    public Cpus convert(String text) {
      try {
        return new Cpus(Arrays.stream(text.split(",", -1)).map(Converter::number).toList());
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + text + "' must be the numbers of processors, 0,1 for one");
      }
    }

    private static int number(String text) {
      int number = Integer.parseInt(text);
      if (number < 0 || number > MOST) {
        throw new NumberFormatException(text);
      }
      return number;
    }
  }

  /** More than any system has. */
  private static final int MOST = 8191;
}
