package dev.ioserver.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names that virtual machines give, and whether somebody has read their compilers. */
class WakeProofTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path DOCUMENT = MODULE.resolveSibling("docs/memory-ordering.md");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # build               | java.vm.name                        | java.vm.version
          Temurin               | OpenJDK 64-Bit Server VM            | 25.0.3+9-LTS
          jdk.java.net          | OpenJDK 64-Bit Server VM            | 25+36-3489
          Debian                | OpenJDK 64-Bit Server VM            | 25.0.1+8-Debian-1
          Corretto              | OpenJDK 64-Bit Server VM            | 25.0.0.32.1+32-LTS
          Microsoft             | OpenJDK 64-Bit Server VM            | 25.0.1+8-LTS
          SapMachine            | OpenJDK 64-Bit Server VM            | 25.0.1+8-LTS-sapmachine
          Zulu                  | OpenJDK 64-Bit Server VM            | 25.0.1+8-LTS
          Liberica              | OpenJDK 64-Bit Server VM            | 25.0.1+13-LTS
          a build by hand       | OpenJDK 64-Bit Server VM            | 25-internal-adhoc.me.jdk
          Oracle                | Java HotSpot(TM) 64-Bit Server VM   | 25.0.1+8-LTS-27
          """)
  void hotSpotWithC1AndC2WasRead(String build, String name, String version) {
    for (String processor : new String[] {"amd64", "x86_64", "aarch64"}) {
      WakeProof proof = proof(name, version, "25", processor);
      assertTrue(proof.holds(), build + ": " + proof);
      assertEquals("on: read for HotSpot 25 on " + processor, proof.inWords());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # java.vm.name              | java.vm.version                                   | reason
          Eclipse OpenJ9 VM           | openj9-0.55.0                                     | this is Ec
          IBM J9 VM                   | 2.9                                               | this is IB
          Zing 64-Bit Tiered VM       | 25.0.1-zing_25.10.0.0-b1-product-linux-X86_64     | this is Zi
          SAP Java 64-Bit Server VM   | 25.0.1+8                                          | this is SA
          OpenJDK 64-Bit Zero VM      | 25.0.1+8-LTS                                      | 64-Bit Zero
          OpenJDK 64-Bit Core VM      | 25.0.1+8-LTS                                      | 64-Bit Core
          OpenJDK 64-Bit Minimal VM   | 25.0.1+8-LTS                                      | 64-Bit Mini
          OpenJDK Server VM           | 25.0.1+8-LTS                                      | OpenJDK Ser
          OpenJDK Client VM           | 25.0.1+8-LTS                                      | OpenJDK Cli
          Dynamic Code Evolution 64-Bit Server VM | 25.0.1+8-LTS                          | Dynamic
          Substrate VM                | 25.0.1+8-LTS                                      | Substrate
          GraalVM 64-Bit Server VM    | 25.0.1+8                                          | GraalVM 64
          unknown                     | unknown                                           | is unknown
          OpenJDK 64-Bit Server VM    | 25.0.2+10-jvmci-b01                               | Graal
          OpenJDK 64-Bit Server VM    | 25+25-jvmci-b01                                   | Graal
          Java HotSpot(TM) 64-Bit Server VM | 25.0.3+9-LTS-jvmci-b01                      | Graal
          Java HotSpot(TM) 64-Bit Server VM | 25+37-LTS-jvmci-25.0-b04                    | Graal
          """)
  void whatNobodyHasReadIsOffAndSaysWhy(String name, String version, String reason) {
    WakeProof proof = proof(name, version, "25", "amd64");
    isOff(proof, reason);
  }

  @ParameterizedTest
  @CsvSource({"26,this is 26", "27,this is 27", "24,this is 24", "unknown,this is unknown"})
  void anotherVersionOfHotSpotIsOff(String feature, String reason) {
    isOff(proof("OpenJDK 64-Bit Server VM", feature + "+1", feature, "amd64"), reason);
  }

  @ParameterizedTest
  @CsvSource({"riscv64", "ppc64le", "s390x", "loongarch64", "arm", "x86", "unknown"})
  void anotherProcessorIsOff(String processor) {
    isOff(proof("OpenJDK 64-Bit Server VM", "25+36", "25", processor), "this is " + processor);
  }

  @ParameterizedTest
  @CsvSource({"runtime", "buildtime"})
  void aNativeImageIsOffWhateverItCallsItself(String imageCode) {
    WakeProof.Vm image =
        new WakeProof.Vm("OpenJDK 64-Bit Server VM", "25+36", "25", "amd64", imageCode, () -> null);
    isOff(WakeProof.of(image), "native images");
  }

  @Test
  void aCompilerThatIsPluggedInIsOff() {
    WakeProof.Vm plugged =
        new WakeProof.Vm("OpenJDK 64-Bit Server VM", "25+36", "25", "amd64", null, () -> "Graal");
    isOff(WakeProof.of(plugged), "Graal");
  }

  @Test
  void theVersionsAreThoseOfTheDocument() throws IOException {
    String text = Files.readString(DOCUMENT).replaceAll("\\s+", " ");
    assertTrue(
        text.contains("Read in the sources of HotSpot 25, for amd64 and aarch64"),
        DOCUMENT + " and WakeProof name different versions or processors");
    String wrong = WakeProof.of(vm("OpenJDK 64-Bit Server VM", "1", "1", "amd64")).inWords();
    assertTrue(wrong.contains("HotSpot was read in version 25, and"), wrong);
  }

  /**
   * Fails on a JDK that nobody has read: then read what docs/memory-ordering.md names in the
   * sources of that version, and add it there and in {@link WakeProof}.
   */
  @Test
  void theJdkOfTheBuildWasRead() {
    WakeProof here = WakeProof.ofThisVm();
    assertTrue(
        here.holds(),
        () ->
            "the tests run on "
                + System.getProperty("java.vm.name")
                + " "
                + System.getProperty("java.vm.version")
                + ": "
                + here
                + "; read \"What we rely on in the compiler\" in "
                + DOCUMENT
                + " again for it");
  }

  private static void isOff(WakeProof proof, String reason) {
    assertFalse(proof.holds(), proof.inWords());
    assertTrue(proof.inWords().startsWith("off, unless processBarrier(true)"), proof.inWords());
    assertTrue(proof.inWords().contains(reason), proof.inWords());
  }

  private static WakeProof proof(String name, String version, String feature, String processor) {
    return WakeProof.of(vm(name, version, feature, processor));
  }

  private static WakeProof.Vm vm(String name, String version, String feature, String processor) {
    return new WakeProof.Vm(name, version, feature, processor, null, () -> null);
  }
}
