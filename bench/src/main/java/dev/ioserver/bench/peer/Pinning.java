package dev.ioserver.bench.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which processor an echo client runs, and on which its server. Left to itself the scheduler
 * puts both on one processor or on two, keeps to that for as long as they live, and a round trip
 * takes two or three times as long on two: what is compared has to be in the same of these modes.
 *
 * <p>{@code taskset} pins. A thread that is pinned hands its processor on to the threads and
 * processes that it starts.
 */
public final class Pinning {

  /** The property with which the JVM that measures is told what {@link #chosen()} is. */
  public static final String PROPERTY = "ioserver.bench.pin";

  /** Client and server each on a processor of its own. */
  public static final String APART = "apart";

  /** Both on one processor, where waking is cheapest. */
  public static final String TOGETHER = "together";

  /** Both where the kernel puts them. */
  public static final String NONE = "none";

  private static final int UNPINNED = -1;

  private final int client;
  private final int server;
  private final String text;

  /** The threads that are pinned as a client already: pinning starts a process. */
  private @Nullable Path pinnedClient;

  private Pinning(int client, int server, String text) {
    this.client = client;
    this.server = server;
    this.text = text;
  }

  /** What was chosen for the whole run: apart, unless {@link #PROPERTY} says otherwise. */
  public static Pinning chosen() {
    return parse(System.getProperty(PROPERTY, APART));
  }

  /**
   * What a text means here.
   *
   * @param text apart, together, none, or the numbers of two processors such as 2,3: first the
   *     client's
   * @throws IllegalArgumentException if it is none of these, or names a processor that this process
   *     may not use
   */
  public static Pinning parse(String text) {
    if (text.equals(NONE)) {
      return unpinned("it was asked for");
    }
    boolean named = text.matches("\\d{1,5},\\d{1,5}");
    if (!named && !text.equals(APART) && !text.equals(TOGETHER)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not apart, together, none or two processors such as 0,1");
    }
    List<Integer> allowed;
    try {
      allowed = allowed();
    } catch (IOException e) {
      return unpinned("this system does not tell which processors there are: " + e.getMessage());
    }
    if (!hasTaskset()) {
      return unpinned("there is no taskset on the path");
    }
    if (named) {
      String[] parts = text.split(",", -1);
      return new Pinning(
          allowed(parts[0], allowed), allowed(parts[1], allowed), "with taskset, as asked for");
    }
    int last = allowed.getLast();
    if (text.equals(TOGETHER)) {
      return new Pinning(last, last, "with taskset");
    }
    if (allowed.size() == 1) {
      return new Pinning(last, last, "with taskset: there is no other for us");
    }
    return new Pinning(other(last, allowed), last, "with taskset");
  }

  /** Whether client and server are pinned at all. */
  public boolean isPinned() {
    return client != UNPINNED;
  }

  /** How, in words. */
  public String describe() {
    if (!isPinned()) {
      return "none, " + text + ": client and server run where the kernel puts them";
    }
    return client == server
        ? "client and server both on processor " + client + ", " + text
        : "client on processor " + client + ", server on processor " + server + ", " + text;
  }

  /** Pins the calling thread as a client is. */
  public void client() throws IOException {
    Path thread = isPinned() ? thread() : null;
    if (thread != null && !thread.equals(pinnedClient)) {
      pin(thread, client);
      pinnedClient = thread;
    }
  }

  /** Pins the calling thread as a server is, and so all that it starts from now on. */
  public void server() throws IOException {
    if (isPinned()) {
      pinnedClient = null;
      pin(thread(), server);
    }
  }

  /** Pins all threads of a process that is a server, and those that they will start. */
  public void server(long pid) throws IOException {
    if (isPinned()) {
      run("taskset", "-a", "-p", "-c", Integer.toString(server), Long.toString(pid));
    }
  }

  /** Lets the calling thread run everywhere again. */
  public void release() throws IOException {
    if (isPinned()) {
      pinnedClient = null;
      List<String> all = allowed().stream().map(String::valueOf).toList();
      run("taskset", "-p", "-c", String.join(",", all), thread().getFileName().toString());
    }
  }

  private static Pinning unpinned(String why) {
    return new Pinning(UNPINNED, UNPINNED, why);
  }

  /** Such as 4711/task/4712. */
  private static Path thread() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/thread-self"));
  }

  private static void pin(Path thread, int processor) throws IOException {
    run("taskset", "-p", "-c", Integer.toString(processor), thread.getFileName().toString());
  }

  private static int allowed(String number, List<Integer> allowed) {
    int processor = Integer.parseInt(number);
    if (!allowed.contains(processor)) {
      throw new IllegalArgumentException(
          "processor " + processor + " is not ours; those that are: " + allowed);
    }
    return processor;
  }

  /** The processors that the first thread of this process may use; no other changes that. */
  private static List<Integer> allowed() throws IOException {
    String key = "Cpus_allowed_list:";
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(key)) {
        return numbers(line.substring(key.length()).trim());
      }
    }
    throw new IOException("no " + key + " in /proc/self/status");
  }

  /** The highest one that is not the same core's. */
  private static int other(int processor, List<Integer> allowed) {
    List<Integer> siblings = List.of(processor);
    try {
      String topology = "/sys/devices/system/cpu/cpu" + processor + "/topology/";
      siblings = numbers(Files.readString(Path.of(topology, "thread_siblings_list")).trim());
    } catch (IOException | NumberFormatException _) {
      // Not told: any other will do.
    }
    int found = allowed.getFirst();
    for (int candidate : allowed) {
      if (!siblings.contains(candidate)) {
        found = candidate;
      }
    }
    return found;
  }

  /** The numbers of a list as the kernel writes it, such as 0-3,8. */
  static List<Integer> numbers(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", -1);
      for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  private static boolean hasTaskset() {
    try {
      run("taskset", "--version");
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + said.trim());
    }
  }
}
