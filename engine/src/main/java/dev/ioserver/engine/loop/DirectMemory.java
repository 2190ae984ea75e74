package dev.ioserver.engine.loop;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** How much direct memory the virtual machine allows. */
final class DirectMemory {

  private static final String FLAG = "-XX:MaxDirectMemorySize=";
  private static final String UNITS = "kmgt";

  private DirectMemory() {}

  /** The limit in bytes. */
  static long limit() {
    return limit(
        ManagementFactory.getRuntimeMXBean().getInputArguments(), Runtime.getRuntime().maxMemory());
  }

  /**
   * What the arguments of a virtual machine say.
   *
   * @param heap the longest that its heap can be, in bytes: the limit where no argument says more
   */
  static long limit(List<String> arguments, long heap) {
    long limit = 0;
    for (String argument : arguments) {
      if (argument.startsWith(FLAG)) {
        // The last one counts.
        limit = bytes(argument.substring(FLAG.length()).toLowerCase(Locale.ROOT));
      }
    }
    return limit > 0 ? limit : heap;
  }

  /** A number with its unit; 0, which stands for the default, if it is none that we know. */
  private static long bytes(String text) {
    int unit = text.isEmpty() ? -1 : UNITS.indexOf(text.charAt(text.length() - 1));
    String number = unit < 0 ? text : text.substring(0, text.length() - 1);
    try {
      long value = Long.parseLong(number);
      int shift = 10 * (unit + 1);
      return value > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : value << shift;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
