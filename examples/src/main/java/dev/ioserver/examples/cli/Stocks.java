package dev.ioserver.examples.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The stocks to trade. */
record Stocks(List<String> symbols) {

  private static final int MOST = 64;
  private static final int LONGEST = 8;
  private static final List<String> KNOWN =
      List.of("AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "AVGO", "TSLA");

  Stocks {
    symbols = List.copyOf(symbols);
  }

  /** Reads symbols with commas between them, or how many of our own choice there are to be. */
  static final class Converter implements ITypeConverter<Stocks> {
    Converter() {}

    @Override
    public Stocks convert(String text) {
      if (text.matches("\\d{1,9}")) {
        return new Stocks(invented(Integer.parseInt(text)));
      }
      List<String> symbols = List.of(text.split(",", -1));
      boolean valid =
          symbols.size() <= MOST
              && symbols.stream().distinct().count() == symbols.size()
              && symbols.stream().allMatch(s -> s.matches("[A-Z0-9.]{1," + LONGEST + "}"));
      if (!valid) {
        throw wrong(text);
      }
      return new Stocks(symbols);
    }

    private static List<String> invented(int count) {
      if (count < 1 || count > MOST) {
        throw wrong(String.valueOf(count));
      }
      List<String> symbols = new ArrayList<>(KNOWN.subList(0, Math.min(count, KNOWN.size())));
      for (int i = symbols.size(); i < count; i++) {
        symbols.add("STOCK" + i);
      }
      return symbols;
    }

    private static TypeConversionException wrong(String text) {
      return new TypeConversionException(
          "'"
              + text
              + "' must be a number of stocks, 1 to "
              + MOST
              + ", or as many different symbols of up to "
              + LONGEST
              + " capitals and digits, as in AAPL,MSFT");
    }
  }
}
