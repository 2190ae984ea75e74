package dev.ioserver.engine.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files and sockets this process may have open. */
final class Descriptors {

  private static final long FEW = 65_536;

  private Descriptors() {}

  /** With the remedy, if there are few. */
  static String inWords() {
    try {
      return ofUnix();
    } catch (LinkageError e) {
      return "no limit known: this Java is without the module jdk.management";
    }
  }

  private static String ofUnix() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return "no limit known";
    }
    long most = unix.getMaxFileDescriptorCount();
    String text = unix.getOpenFileDescriptorCount() + " open, at most " + most;
    return most < FEW ? text + "; raise it for many connections: ulimit -n " + FEW : text;
  }
}
