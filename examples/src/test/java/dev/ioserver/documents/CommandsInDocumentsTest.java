package dev.ioserver.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.documents.Documents.Block;
import dev.ioserver.documents.Documents.Code;
import dev.ioserver.examples.cli.IoServerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands that the documents name are there, and so are their options. */
class CommandsInDocumentsTest {

  /** A command ends at a comment, or where its description begins beside it. */
  private static final String REST = "(?: (?!  |#)[^ ]+)*";

  private static final Pattern IOSERVER = Pattern.compile("\\./ioserver(" + REST + ")");
  private static final Pattern MVN = Pattern.compile("\\bmvn(" + REST + ")");

  private static final Pattern OPTION = Pattern.compile("(?<= )(--[a-z][a-z-]*)");
  private static final Pattern PROFILE = Pattern.compile("(?<= )-P ?([\\w-]+)");
  private static final Pattern MODULES = Pattern.compile("(?<= )-pl ([\\w,-]+)");
  private static final Pattern TEST_CLASS = Pattern.compile("(?<= )-Dtest='?(\\w+)");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([\\w-]+)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  @Test
  void subcommandsAndTheirOptionsAreThere() throws IOException {
    CommandLine command = IoServerCommand.commandLine();
    // The launcher starts these from jars of their own, which are not seen here.
    Map<String, String> apart = new TreeMap<>();
    apart.put("bench", text(Documents.ROOT.resolve("bench/src/main/java"), ".java"));
    apart.put("cluster", text(Documents.ROOT.resolve("examples-cluster/src/main/java"), ".java"));
    Set<String> seen = new TreeSet<>();
    for (Code code : Documents.code()) {
      for (String words : all(IOSERVER, code.text())) {
        String[] word = words.strip().split(" ");
        if (word[0].isEmpty()) {
          continue; // ./ioserver as such
        }
        seen.add(word[0]);
        CommandLine sub = command.getSubcommands().get(word[0]);
        String source = apart.getOrDefault(word[0], "");
        assertTrue(sub != null || !source.isEmpty(), () -> "no such command: " + code);
        for (String option : all(OPTION, words)) {
          boolean known =
              sub == null
                  ? source.contains('"' + option + '"')
                  : sub.getCommandSpec().findOption(option) != null;
          assertTrue(known, () -> "no option " + option + ": " + code);
        }
        if (sub == null && word.length > 1 && !word[1].startsWith("-")) {
          String name = "name = \"" + word[1] + '"';
          assertTrue(source.contains(name), () -> "no " + word[0] + " " + word[1] + ": " + code);
        }
      }
    }
    String launcher = Files.readString(Documents.ROOT.resolve("ioserver"));
    apart.keySet().forEach(name -> assertTrue(launcher.contains("== " + name + " ]]"), name));
    Set<String> commands = new TreeSet<>(command.getSubcommands().keySet());
    commands.addAll(apart.keySet());
    assertEquals(commands, seen, "commands, and those that the documents name");
  }

  @Test
  void profilesModulesAndTestsOfMavenAreThere() throws IOException {
    Set<String> profiles = new TreeSet<>();
    Set<String> modules = new TreeSet<>();
    Set<String> tests = new TreeSet<>();
    for (Code code : Documents.code()) {
      for (String words : all(MVN, code.text())) {
        profiles.addAll(all(PROFILE, words));
        all(MODULES, words).forEach(list -> modules.addAll(List.of(list.split(","))));
        tests.addAll(all(TEST_CLASS, words));
      }
    }
    assertTrue(profiles.containsAll(Set.of("format", "stress")), profiles::toString);
    assertTrue(modules.contains("engine"), modules::toString);
    assertTrue(tests.contains("ParkerTest"), tests::toString);

    String poms = text(Documents.ROOT, "pom.xml");
    for (String profile : profiles) {
      assertTrue(poms.contains("<id>" + profile + "</id>"), () -> "no profile " + profile);
    }
    for (String module : modules) {
      assertTrue(poms.contains("<module>" + module + "</module>"), () -> "no module " + module);
    }
    Set<String> classes;
    try (Stream<Path> files =
        Files.find(Documents.ROOT, 12, (path, _) -> isSource(path, ".java"))) {
      classes =
          files
              .map(path -> path.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    for (String test : tests) {
      assertTrue(classes.contains(test), () -> "no class " + test);
    }
  }

  @Test
  void dependenciesOfTheReadmeAreThere() throws IOException {
    String poms = text(Documents.ROOT, "pom.xml");
    List<Block> blocks =
        Documents.blocks("xml").stream().filter(block -> !Documents.isGuide(block)).toList();
    assertEquals(1, blocks.size(), blocks::toString);
    String dependencies = blocks.getFirst().text();
    assertFalse(all(ARTIFACT, dependencies).isEmpty(), dependencies);
    for (String artifact : all(ARTIFACT, dependencies)) {
      String own = "<artifactId>" + artifact + "</artifactId>\n  <name>";
      assertTrue(poms.contains(own), () -> "no module's artifact: " + artifact);
    }
    // The first version of the root is the project's.
    List<String> versions = all(VERSION, Files.readString(Documents.ROOT.resolve("pom.xml")));
    assertEquals(Set.of(versions.getFirst()), Set.copyOf(all(VERSION, dependencies)));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private static String text(Path folder, String ending) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.find(folder, 12, (path, _) -> isSource(path, ending))) {
      for (Path file : files.sorted().toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static boolean isSource(Path path, String ending) {
    String name = path.toString().replace('\\', '/');
    return name.endsWith(ending) && !name.contains("/target/") && !name.contains("/.git/");
  }
}
