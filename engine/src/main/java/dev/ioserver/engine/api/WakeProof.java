package dev.ioserver.engine.api;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the proof that a wake may go without a memory fence covers the Java virtual machine at
 * hand. It rests on what a compiler makes of {@code VarHandle.releaseFence}, which no specification
 * says: somebody has to read it. That was done for the compilers C1 and C2 and the interpreter of
 * HotSpot, of the versions and processors named here. On any other machine the process barrier is
 * off, unless the options ask for it.
 *
 * <p>Thread-safety: immutable.
 */
public final class WakeProof {

  /** What the virtual machines call themselves that are HotSpot with C1 and C2, by any vendor. */
  private static final Set<String> HOTSPOT =
      Set.of("OpenJDK 64-Bit Server VM", "Java HotSpot(TM) 64-Bit Server VM");

  /** The feature versions of HotSpot that were read: see docs/memory-ordering.md. */
  private static final Set<String> VERSIONS = Set.of("25");

  /** The processors for which it was read, by {@code os.arch}. */
  private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

  /** The build of a JDK whose compiler of choice is Graal has this in its version. */
  private static final String GRAAL_BUILD = "jvmci";

  private final boolean holds;
  private final String inWords;

  private WakeProof(boolean holds, String inWords) {
    this.holds = holds;
    this.inWords = inWords;
  }

  /** What a virtual machine says of itself. */
  record Vm(
      String name,
      String version,
      String feature,
      String processor,
      @Nullable String imageCode,
      Supplier<@Nullable String> otherCompiler) {

    static Vm here() {
      return new Vm(
          System.getProperty("java.vm.name", "unknown"),
          System.getProperty("java.vm.version", "unknown"),
          System.getProperty("java.vm.specification.version", "unknown"),
          System.getProperty("os.arch", "unknown"),
          System.getProperty("org.graalvm.nativeimage.imagecode"),
          Jvmci::inUse);
    }
  }

  /** {@return the decision for this virtual machine} The first call may take some milliseconds. */
  public static WakeProof ofThisVm() {
    return Here.PROOF;
  }

  /** {@return whether the premises of the proof were read for this virtual machine} */
  public boolean holds() {
    return holds;
  }

  /** {@return what was found, and what it means for the option {@code processBarrier}; one line} */
  public String inWords() {
    return inWords;
  }

  @Override
  public String toString() {
    return inWords;
  }

  /** The decision. Whatever costs time is asked last. */
  static WakeProof of(Vm vm) {
    String gap = gap(vm);
    return gap == null
        ? new WakeProof(true, "on: read for HotSpot " + vm.feature() + " on " + vm.processor())
        : new WakeProof(
            false, "off, unless processBarrier(true) of the options asks for it: " + gap);
  }

  /** The first premise that nobody has read for this machine, or null. */
  private static @Nullable String gap(Vm vm) {
    if (vm.imageCode() != null) {
      return "the compiler of native images was not read";
    }
    if (!HOTSPOT.contains(vm.name())) {
      return "the compilers of HotSpot were read, and this is " + vm.name();
    }
    if (!VERSIONS.contains(vm.feature())) {
      return "HotSpot was read in version "
          + String.join(", ", VERSIONS)
          + ", and this is "
          + vm.feature();
    }
    if (!PROCESSORS.contains(vm.processor())) {
      return "HotSpot was read for amd64 and aarch64, and this is " + vm.processor();
    }
    if (vm.version().toLowerCase(Locale.ROOT).contains(GRAAL_BUILD)) {
      return "the compiler Graal, which comes with this JDK (" + vm.version() + "), was not read";
    }
    return vm.otherCompiler().get();
  }

  /** Decided when it is first asked for: most programs never do. */
  private static final class Here {
    static final WakeProof PROOF = of(Vm.here());
  }

  /** Whether a compiler of another maker was plugged into HotSpot. */
  private static final class Jvmci {

    private static final String[] OPTIONS = {"UseJVMCICompiler", "EnableJVMCI"};

    static @Nullable String inUse() {
      try {
        var bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (bean == null) {
          return "HotSpot has no bean to be asked whether another compiler is plugged in";
        }
        for (String option : OPTIONS) {
          if (isOn(bean, option)) {
            return "the compiler that -XX:+" + option + " plugs in was not read";
          }
        }
        return null;
      } catch (LinkageError e) {
        return "without the module jdk.management nobody can tell whether another compiler is"
            + " plugged in";
      }
    }

    private static boolean isOn(HotSpotDiagnosticMXBean bean, String option) {
      try {
        return Boolean.parseBoolean(bean.getVMOption(option).getValue());
      } catch (IllegalArgumentException e) {
        return false; // a build without it, or one where it was not unlocked
      }
    }
  }
}
