package dev.ioserver.examples.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.ioserver.engine.EngineInfo;
import dev.ioserver.engine.api.WakeProof;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ioserver doctor}: what can run here, and what stands in the way of the rest. */
@Command(
    name = "doctor",
    description = "Which engines can run here and why not, and what else matters of this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DoctorCommand implements Runnable {

  private static final String PORTABLE = "nio";

  /** The module that calls the system's functions, on every system. */
  private static final String BINDINGS = "dev.ioserver.bindings";

  private static final long FEW_DESCRIPTORS = 65_536;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  DoctorCommand() {}

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    List<EngineInfo> engines = EngineInfo.all();
    out.println("engines, best first");
    engines.forEach(engine -> print(out, engine));
    out.println("java");
    line(out, "version", Runtime.version() + ", " + System.getProperty("java.vendor", "unknown"));
    line(out, "home", System.getProperty("java.home", "unknown"));
    line(out, "native access", nativeAccess());
    line(out, "fenceless wakes", WakeProof.ofThisVm().inWords());
    line(out, "engine forced", System.getProperty("ioserver.engine", "no (-Dioserver.engine)"));
    line(out, "leak check", Boolean.getBoolean("ioserver.leakcheck") ? "on, and slow" : "off");
    out.println("machine");
    line(
        out,
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    line(out, "cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    line(out, "memory for Java", (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    line(out, "descriptors", descriptors());
    out.println(verdict(engines));
    out.flush();
  }

  private static void print(PrintWriter out, EngineInfo engine) {
    String cause = engine.unavailabilityCause();
    line(out, engine.name(), cause == null ? "available" : "not available: " + cause);
    engine.features().forEach((name, value) -> out.println("    " + name + ": " + value));
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("  %-15s %s%n", name, value);
  }

  private static String nativeAccess() {
    return ModuleLayer.boot()
        .findModule(BINDINGS)
        .map(
            module ->
                module.isNativeAccessEnabled()
                    ? "enabled for " + BINDINGS
                    : "not enabled; start Java with --enable-native-access=" + BINDINGS)
        .orElse("module " + BINDINGS + " is not on the module path");
  }

  private static String descriptors() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return "no limit known";
    }
    long most = unix.getMaxFileDescriptorCount();
    String text = unix.getOpenFileDescriptorCount() + " open, at most " + most;
    return most < FEW_DESCRIPTORS
        ? text + "; raise it for many connections: ulimit -n " + FEW_DESCRIPTORS
        : text;
  }

  private static String verdict(List<EngineInfo> engines) {
    return engines.stream()
        .filter(engine -> engine.unavailabilityCause() == null)
        .findFirst()
        .map(
            best ->
                best.name().equals(PORTABLE)
                    ? "only the portable engine, nio, can run here; the lines above say why"
                    : "the engine " + best.name() + " is used unless --engine says otherwise")
        .orElse("no engine can run here");
  }
}
