import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Looks at a folder that a release was deployed to, and says what Maven Central would refuse:
 *
 * <pre>
 * CheckRelease PROJECT FOLDER signed|unsigned   everything that is to be there is there, and is right
 * CheckRelease compare FOLDER FOLDER            two builds of the same sources have the same bytes
 * </pre>
 */
public final class CheckRelease {

  private static final String GROUP = "dev.ioserver";
  private static final String PARENT = "ioserver-parent";

  /** Whoever deploys a snapshot gets a name with the time in it. */
  private static final Pattern TIME = Pattern.compile("\\d{8}\\.\\d{6}-\\d+");

  private static final Pattern CHECKSUM = Pattern.compile(".*\\.(md5|sha1|sha256|sha512)");

  private final List<String> faults = new ArrayList<>();
  private final Path folder;
  private final boolean signed;

  private CheckRelease(Path folder, boolean signed) {
    this.folder = folder.resolve(GROUP.replace('.', '/'));
    this.signed = signed;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("see the comment of this class");
    }
    List<String> faults;
    if (args[0].equals("compare")) {
      faults = compare(Path.of(args[1]), Path.of(args[2]));
    } else {
      CheckRelease check = new CheckRelease(Path.of(args[1]), args[2].equals("signed"));
      check.check(Path.of(args[0]));
      faults = check.faults;
    }
    faults.forEach(System.err::println);
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private void check(Path project) throws Exception {
    Map<String, Document> wanted = published(project);
    Set<String> found = new TreeSet<>();
    try (Stream<Path> artifacts = Files.list(folder)) {
      artifacts.filter(Files::isDirectory).forEach(a -> found.add(a.getFileName().toString()));
    }
    if (!found.equals(wanted.keySet())) {
      faults.add("published are " + found + " and not " + wanted.keySet());
      return;
    }
    Set<String> managed = new TreeSet<>();
    for (Element dependency : elements(wanted.get("ioserver-bom"), "dependency")) {
      managed.add(text(dependency, "artifactId"));
    }
    Set<String> jars = new TreeSet<>();
    for (String artifact : found) {
      if (checkArtifact(artifact)) {
        jars.add(artifact);
      }
    }
    if (!managed.equals(jars)) {
      faults.add("the BOM manages " + managed + " and not " + jars);
    }
    if (faults.isEmpty()) {
      System.out.println("complete, " + (signed ? "signed" : "NOT SIGNED") + ": " + found);
    }
  }

  /** The poms of the modules that are to be published, by artifact. */
  private static Map<String, Document> published(Path project) throws Exception {
    Map<String, Document> poms = new TreeMap<>();
    Document root = parse(project.resolve("pom.xml"));
    poms.put(text(root.getDocumentElement(), "artifactId"), root);
    for (Element module : elements(root, "module")) {
      Document pom = parse(project.resolve(module.getTextContent()).resolve("pom.xml"));
      boolean skipped =
          elements(pom, "maven.deploy.skip").stream()
              .anyMatch(skip -> skip.getTextContent().equals("true"));
      if (!skipped) {
        poms.put(text(pom.getDocumentElement(), "artifactId"), pom);
      }
    }
    return poms;
  }

  /** True if it is a jar, and not just a pom. */
  private boolean checkArtifact(String artifact) throws Exception {
    Path version = version(artifact);
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(version)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        // Checksums of signatures are made by some versions of Maven, and asked for by nobody.
        if (!name.startsWith("maven-metadata") && !name.contains(".asc.")) {
          files.put(kind(artifact, version, name), file);
        }
      }
    }
    Document pom = parse(files.get(".pom"));
    boolean jar = !"pom".equals(text(pom.getDocumentElement(), "packaging"));
    Set<String> wanted = new TreeSet<>(Set.of(".pom"));
    if (jar) {
      wanted.addAll(Set.of(".jar", "-sources.jar", "-javadoc.jar"));
    }
    Set<String> complete = new TreeSet<>();
    for (String kind : wanted) {
      complete.addAll(Set.of(kind, kind + ".md5", kind + ".sha1"));
      if (signed) {
        complete.add(kind + ".asc");
      }
    }
    if (!files.keySet().equals(complete)) {
      faults.add(artifact + ": has " + files.keySet() + " and not " + complete);
      return jar;
    }
    for (Map.Entry<String, Path> file : files.entrySet()) {
      if (CHECKSUM.matcher(file.getKey()).matches()) {
        checkSum(file.getValue());
      }
    }
    checkPom(artifact, pom);
    if (jar) {
      checkEntries(files.get(".jar"), "module-info.class", "META-INF/LICENSE");
      checkEntries(files.get("-sources.jar"), "module-info.java", "META-INF/LICENSE");
      checkEntries(files.get("-javadoc.jar"), "index.html");
    }
    return jar;
  }

  private Path version(String artifact) throws IOException {
    try (Stream<Path> versions = Files.list(folder.resolve(artifact))) {
      List<Path> found = versions.filter(Files::isDirectory).toList();
      if (found.size() != 1) {
        throw new IOException("not one version of " + artifact + ": " + found);
      }
      return found.get(0);
    }
  }

  /** What is left of a file's name without artifact and version. */
  private static String kind(String artifact, Path version, String name) {
    String number = version.getFileName().toString();
    String same = TIME.matcher(name).replaceFirst("SNAPSHOT");
    String prefix = artifact + "-" + number;
    return same.startsWith(prefix) ? same.substring(prefix.length()) : name;
  }

  private void checkSum(Path file) throws Exception {
    String name = file.getFileName().toString();
    Matcher kind = CHECKSUM.matcher(name);
    if (!kind.matches()) {
      throw new IllegalArgumentException(name);
    }
    String algorithm = kind.group(1).toUpperCase().replace("SHA", "SHA-");
    Path of = file.resolveSibling(name.substring(0, name.lastIndexOf('.')));
    byte[] sum = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(of));
    if (!Files.readString(file).strip().equals(HexFormat.of().formatHex(sum))) {
      faults.add(file + ": not the checksum of the file beside it");
    }
  }

  /** What Central wants to know of an artifact may be in a parent that is published with it. */
  private void checkPom(String artifact, Document pom) throws Exception {
    for (String own : List.of("name", "description")) {
      if (text(pom.getDocumentElement(), own).isBlank()) {
        faults.add(artifact + ": its pom has no " + own);
      }
    }
    Map<String, List<String>> wanted =
        Map.of(
            "url", List.of(),
            "licenses", List.of("name", "url"),
            "developers", List.of("name"),
            "scm", List.of("connection", "developerConnection", "url"));
    for (Map.Entry<String, List<String>> entry : wanted.entrySet()) {
      Element element = inherited(pom, entry.getKey());
      if (element == null) {
        faults.add(artifact + ": neither its pom nor a parent's has " + entry.getKey());
        continue;
      }
      for (String part : entry.getValue()) {
        if (elements(element, part).stream().allMatch(p -> p.getTextContent().isBlank())) {
          faults.add(artifact + ": no " + part + " in " + entry.getKey());
        }
      }
    }
    if (Files.readString(pomFile(artifact)).contains("<repositories>")) {
      faults.add(artifact + ": its pom names repositories");
    }
    for (Element dependency : elements(pom, "dependency")) {
      boolean own = text(dependency, "groupId").equals(GROUP);
      boolean needed = !Set.of("test", "provided").contains(text(dependency, "scope"));
      boolean managed = dependency.getParentNode().getParentNode() != pom.getDocumentElement();
      Path other = folder.resolve(text(dependency, "artifactId"));
      if (own && needed && !managed && !Files.isDirectory(other)) {
        faults.add(artifact + ": depends on what is not published: " + other.getFileName());
      }
    }
  }

  private Element inherited(Document pom, String name) throws Exception {
    Element project = pom.getDocumentElement();
    Element own = child(project, name);
    Element parent = child(project, "parent");
    if (own != null || parent == null) {
      return own;
    }
    return inherited(parse(pomFile(text(parent, "artifactId"))), name);
  }

  private Path pomFile(String artifact) throws IOException {
    try (Stream<Path> files = Files.list(version(artifact))) {
      return files.filter(file -> file.toString().endsWith(".pom")).findFirst().orElseThrow();
    }
  }

  private void checkEntries(Path file, String... wanted) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (String entry : wanted) {
        if (jar.getEntry(entry) == null) {
          faults.add(file.getFileName() + ": has no " + entry);
        }
      }
    }
  }

  private static List<String> compare(Path one, Path other) throws Exception {
    Map<String, byte[]> first = contents(one);
    Map<String, byte[]> second = contents(other);
    List<String> faults = new ArrayList<>();
    Set<String> names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    for (String name : names) {
      byte[] left = first.get(name);
      byte[] right = second.get(name);
      if (left == null || right == null) {
        faults.add("in one build only: " + name);
      } else if (!MessageDigest.isEqual(left, right)) {
        faults.add("differs from build to build: " + name);
      }
    }
    if (names.isEmpty()) {
      faults.add("nothing to compare");
    } else if (faults.isEmpty()) {
      System.out.println("reproducible: " + names.size() + " files are the same in both builds");
    }
    return faults;
  }

  /** Digests of all jars and poms. Signatures have a time in them, and metadata too. */
  private static Map<String, byte[]> contents(Path folder) throws Exception {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (name.endsWith(".jar") || name.endsWith(".pom")) {
          contents.put(
              TIME.matcher(name).replaceFirst("SNAPSHOT"),
              MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        }
      }
    }
    return contents;
  }

  private static Document parse(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  private static List<Element> elements(Document document, String name) {
    return elements(document.getDocumentElement(), name);
  }

  private static List<Element> elements(Element within, String name) {
    var nodes = within.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  private static String text(Element parent, String name) {
    Element child = child(parent, name);
    return child == null ? "" : child.getTextContent().strip();
  }
}
