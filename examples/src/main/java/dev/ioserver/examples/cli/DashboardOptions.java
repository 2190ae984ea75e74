package dev.ioserver.examples.cli;

import dev.ioserver.examples.dashboard.Dashboard;
import dev.ioserver.examples.dashboard.DashboardSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that show themselves while they run. */
final class DashboardOptions {

  @Option(
      names = "--dashboard",
      paramLabel = "HOST:PORT",
      converter = HostPort.class,
      description = {
        "Shows what happens as a page for a browser, at http://HOST:PORT/ of this host alone;",
        "0 lets the system choose the port."
      })
  @Nullable InetSocketAddress address;

  @Option(
      names = "--dashboard-public",
      description = {
        "Lets --dashboard listen where other hosts reach it: the page has no password,",
        "and shows the addresses of clients."
      })
  boolean open;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DashboardOptions() {}

  /** Throws what is wrong with them. */
  void check() {
    InetSocketAddress where = address;
    if (where == null) {
      if (open) {
        throw new IllegalArgumentException("--dashboard-public needs --dashboard");
      }
      return;
    }
    if (!open && (where.isUnresolved() || !where.getAddress().isLoopbackAddress())) {
      throw new IllegalArgumentException(
          "--dashboard "
              + HostText.of(where)
              + " can be reached by other hosts, and has no password; use 127.0.0.1, with a tunnel"
              + " of ssh, or say --dashboard-public");
    }
  }

  /** Starts it if it was asked for, and says where it is. */
  @Nullable Dashboard start(
      String title, @Nullable String engine, DashboardSource source, Consumer<String> out)
      throws IOException {
    InetSocketAddress where = address;
    if (where == null) {
      return null;
    }
    Dashboard made = Dashboard.start(where, engine, title, source);
    out.accept("dashboard at http://" + HostText.of(made.address()) + "/");
    return made;
  }
}
