package dev.ioserver.examples.cli;

import dev.ioserver.engine.EngineInfo;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Engines to compare: two or more that are installed. Whether they can run shows when they do. */
record EngineNames(List<String> names) {

  EngineNames {
    names = List.copyOf(names);
  }

  /** Reads names with commas between them. */
  static final class Converter implements ITypeConverter<EngineNames> {
    Converter() {}

    @Override
    public EngineNames convert(String text) {
      List<String> names = List.of(text.split(",", -1));
      List<String> known = EngineInfo.all().stream().map(EngineInfo::name).toList();
      boolean different = names.stream().distinct().count() == names.size();
      if (names.size() < 2 || !different || !known.containsAll(names)) {
        throw new TypeConversionException(
            "'" + text + "' must be two or more of " + String.join(",", known));
      }
      return new EngineNames(names);
    }
  }
}
