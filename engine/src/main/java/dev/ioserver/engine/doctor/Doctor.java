package dev.ioserver.engine.doctor;

import dev.ioserver.engine.EngineInfo;
import dev.ioserver.engine.api.WakeProof;
import dev.ioserver.engine.spi.Engines;
import dev.ioserver.engine.spi.Outlook;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/**
 * Says which engines can run in a process that is started like this one, what stands in the way of
 * the rest, and what else matters of Java and the machine.
 *
 * <pre>
 * java -cp 'lib/*' dev.ioserver.engine.doctor.Doctor
 * java -p lib -m dev.ioserver.engine/dev.ioserver.engine.doctor.Doctor
 * java -jar lib/ioserver-engine.jar
 * </pre>
 *
 * <p>Start it with the flags and the jars of the program that it is to tell about.
 *
 * <p>Thread-safety: no state.
 */
public final class Doctor {

  /** The exit code if the best engine of this system is used. */
  public static final int BEST = 0;

  /** The exit code if an engine is used although this system has a better one. */
  public static final int SECOND_BEST = 3;

  /** The exit code if there is no engine to be used, so that no server can be opened. */
  public static final int NO_ENGINE = 4;

  private static final int WRONG_USE = 2;

  private Doctor() {}

  /**
   * Prints the report, and exits with its code.
   *
   * @param args none; the exit code is 2 if there are any
   */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, System.out.charset());
    if (args.length > 0) {
      System.err.println("the doctor takes no arguments, and here is one: " + args[0]);
      System.exit(WRONG_USE);
    }
    File jar = SameFolder.jar();
    System.exit(jar == null ? report(out) : reportOf(jar, out));
  }

  private static int reportOf(File jar, PrintWriter out) {
    try {
      return SameFolder.report(jar, out);
    } catch (IOException | ReflectiveOperationException e) {
      out.println("the jars beside " + jar + " cannot be looked at: " + e);
      return report(out);
    }
  }

  /**
   * Prints the report.
   *
   * @param out where to; it is flushed
   * @return {@link #BEST}, {@link #SECOND_BEST} or {@link #NO_ENGINE}
   */
  public static int report(PrintWriter out) {
    // Before the engines are asked: Java counts native access as enabled once it has let one pass.
    NativeAccess access = NativeAccess.now();
    List<EngineInfo> engines = EngineInfo.all();
    Outlook outlook = Engines.outlook();
    out.println("engines, best first");
    for (EngineInfo engine : engines) {
      print(out, engine);
    }
    out.println("java");
    line(out, "version", Runtime.version() + ", " + property("java.vendor"));
    line(out, "home", property("java.home"));
    File jar = SameFolder.jar();
    if (jar != null) {
      line(out, "class path", "the jars of this project that lie beside " + jar);
    }
    line(out, "native access", access.inWords());
    line(out, "fenceless wakes", WakeProof.ofThisVm().inWords());
    line(out, "engine forced", System.getProperty(Engines.PROPERTY, "no (-Dioserver.engine)"));
    line(out, "leak check", Boolean.getBoolean("ioserver.leakcheck") ? "on, and slow" : "off");
    out.println("machine");
    line(
        out,
        "system",
        property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
    line(out, "cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    line(out, "memory for Java", (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    line(out, "descriptors", Descriptors.inWords());
    int code = verdict(out, outlook);
    out.flush();
    return code;
  }

  private static int verdict(PrintWriter out, Outlook outlook) {
    for (String complaint : outlook.complaints()) {
      out.println("warning: " + complaint);
    }
    if (outlook.failure() != null) {
      out.println("no server can be opened: " + outlook.failure());
      return NO_ENGINE;
    }
    if (outlook.secondBest() != null) {
      out.println("second best: " + outlook.secondBest());
      return SECOND_BEST;
    }
    out.println(
        "the engine "
            + outlook.engine()
            + " is used, the best for "
            + property("os.name")
            + " on "
            + property("os.arch"));
    return BEST;
  }

  private static void print(PrintWriter out, EngineInfo engine) {
    String cause = engine.unavailabilityCause();
    line(out, engine.name(), cause == null ? "available" : "not available: " + cause);
    engine.features().forEach((name, value) -> out.println("    " + name + ": " + value));
    if (cause == null) {
      out.println("    datagrams: " + DatagramFeatures.inWords(engine.name()));
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("  %-15s %s%n", name, value);
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
