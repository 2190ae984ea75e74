package dev.ioserver.examples.cli;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The groups that a feed goes to, each with a port. */
record Groups(List<InetSocketAddress> all) {

  Groups {
    all = List.copyOf(all);
  }

  /** Reads {@code GROUP:PORT} with commas between several. */
  static final class Converter implements ITypeConverter<Groups> {
    Converter() {}

    @Override
    public Groups convert(String text) {
      List<InetSocketAddress> all = new ArrayList<>();
      HostPort reader = new HostPort();
      for (String each : text.split(",", -1)) {
        InetSocketAddress group = reader.convert(each);
        if (!group.getAddress().isMulticastAddress() || group.getPort() == 0) {
          throw new TypeConversionException(
              "'" + each + "' is not GROUP:PORT, 239.255.0.1:30001 for one");
        }
        all.add(group);
      }
      return new Groups(all);
    }
  }
}
